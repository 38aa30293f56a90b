// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "app/demo/demo_pace.h"
#include "app/demo/tally.h"
#include "tests/support/test_service.h"

#include <QUrl>

#include <vector>

namespace holdfast::test {

/// A pace without waiting, where everybody buys unless a test says otherwise.
DemoPace quickPace();

/// What a product of a DemoShop has; everything else is alike.
struct Article
{
    int stock = 0;
    std::optional<int> perUserLimit = std::nullopt;
    int holdSeconds = 60;
};
using Goods = std::vector<Article>;

/// The real service with a live sale of the demo's name in it. One thread, with an event loop.
class DemoShop final
{
public:
    /// Serves these goods, with ids from 1.
    explicit DemoShop(const Goods &goods);
    /// Serves what prepareDemoSale() makes.
    DemoShop();

    TestService &service() { return m_service; }
    TestDatabase &database() { return m_service.database(); }
    QUrl url() const;
    int count(const QString &sql);

    /// Adds a product that is in no sale, and waits until the service knows it.
    void addOtherProduct(const Article &article);

    /// One visit from beginning to end, for as long as it takes; adds to the tally.
    void visit(const QString &customer, const DemoPace &pace, Tally &tally, quint64 seed = 1);

private:
    /// Until the service lists that many products of the sale.
    void awaitListing(int products);

    TestService m_service;
};

} // namespace holdfast::test
