// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "tests/support/api_client.h"
#include "tests/support/test_service.h"

#include <QHash>

namespace holdfast::test {

/// A running service and somebody who runs a shop on it through its API. One thread; a step that fails ends
/// the test.
class SampleShop final
{
public:
    explicit SampleShop(const TestServiceOptions &options = {});

    TestService &service() { return m_service; }
    ApiClient &client() { return m_client; }
    TestDatabase &database() { return m_service.database(); }

    /// A product of 10 units at 12.50, unless the fields say otherwise.
    qint64 makeProduct(const QJsonObject &fields = {});
    /// Gives the reservation's id.
    QString reserve(qint64 product, const QByteArray &customer, int quantity = 1);
    /// Gives the cart as it is then.
    QJsonObject putIntoCart(qint64 product, const QByteArray &customer, int quantity = 1);
    /// Gives the order.
    QJsonObject buy(qint64 product, const QByteArray &customer, int quantity = 1);
    QString statusOf(const QString &reservation);
    QJsonObject stockOf(qint64 product);

    /// Puts a product into a sale of its own that starts in so many seconds (not positive: it has started)
    /// and, when asked, is paused. Returns once the board knows.
    void putIntoSale(qint64 product, int startsInSeconds, bool isPaused = false);

private:
    TestService m_service;
    ApiClient m_client;
};

/// The header that names a customer.
ApiHeaders actingFor(const QByteArray &customer);

} // namespace holdfast::test
