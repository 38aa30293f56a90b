// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "tests/server/http/endpoints/sample_shop.h"

#include <functional>
#include <utility>
#include <vector>

namespace holdfast::test {

/// A write: what it is sent with, once the shop is prepared for it. Without a customer it acts for nobody.
struct Write
{
    QByteArray method;
    QByteArray target;
    QByteArray body;
    QByteArray customer = "alice";
};

using Prepare = std::function<Write(SampleShop &)>;
/// By method and pattern of the route.
using NamedWrites = std::vector<std::pair<const char *, Prepare>>;

/// Every write whose answer is kept.
const NamedWrites &writes();

/// A unit of a new product.
Write reserveWrite(SampleShop &shop);
/// The customer bob.
Write createUserWrite(SampleShop &shop);

QByteArray productText(qint64 product);

/// Without a header when the key is null.
ApiReply send(ApiClient &client, const Write &write, const QByteArray &key);

/// What must be the same in a replay: all but meta.requestId.
QByteArray said(const ApiReply &reply);

bool isReplay(const ApiReply &reply);

/// Every row that a write could have left behind.
qint64 effects(SampleShop &shop);

} // namespace holdfast::test
