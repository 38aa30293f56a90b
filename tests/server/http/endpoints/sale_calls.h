// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "tests/server/http/endpoints/sample_shop.h"

#include <initializer_list>

namespace holdfast::test {

// What tests of sales ask of a shop's API. A sale is named by its path; a step that fails ends the test.

QJsonArray idsOf(std::initializer_list<qint64> products);

/// Of the sale that a reply tells.
QByteArray pathOf(const ApiReply &sale);

/// A draft, unless the fields give it a start.
QByteArray makeSale(SampleShop &shop, std::initializer_list<qint64> products, QJsonObject fields = {});

/// Live, open-ended.
QByteArray makeLiveSale(SampleShop &shop, std::initializer_list<qint64> products);

/// Ends the test unless the status is 200.
void require(const ApiReply &reply);

/// As the API tells it.
QString statusOf(SampleShop &shop, const QByteArray &sale);

ApiReply patch(SampleShop &shop, const QByteArray &sale, const QJsonObject &fields,
               const ApiHeaders &headers = {});

ApiReply tryToHold(SampleShop &shop, qint64 product, const QByteArray &customer);

/// So many seconds from now (negative: ago), as ISO text.
QString inSeconds(int seconds);

} // namespace holdfast::test
