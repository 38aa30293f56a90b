// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "live/change_feed.h"

#include <QRandomGenerator>

namespace holdfast::test {

/// Believable changes, the same on every run. The shop keeps its own books, so that what it tells always adds
/// up.
class SampleShop final
{
public:
    explicit SampleShop(quint32 seed = 7);

    /// The shop's clock; the console must believe it and not the desktop's.
    Instant now() const { return m_clock.now(); }
    ClockReading clock() const { return m_clock; }

    ChangeSet openProducts(int count);
    ChangeSet openSale(std::chrono::seconds left);
    /// New active holds of products that have units left.
    ChangeSet reserve(int count);
    /// The oldest-made `count` active holds are bought.
    ChangeSet buy(int count);
    /// Any `count` active holds end otherwise.
    ChangeSet drop(int count, ReservationStatus status = ReservationStatus::Cancelled);

    const std::vector<Product> &products() const { return m_products; }
    const std::vector<HoldChange> &active() const { return m_active; }
    /// Everything there is, as a snapshot tells it.
    ChangeSet everything() const;

private:
    Product &productOf(ProductId id) { return m_products[static_cast<size_t>(id.number() - 1)]; }
    void tellStock(ChangeSet &changes, Product &product) const;
    HoldChange take(size_t index);

    QRandomGenerator m_random;
    ClockReading m_clock;
    std::vector<Product> m_products;
    std::vector<Sale> m_sales;
    std::vector<HoldChange> m_active;
    std::vector<Purchase> m_purchases;
};

/// A service that is well.
ServiceState goodService(const SampleShop &shop);

/// A product with this stock and nothing else of interest.
Product plainProduct(qint64 id, const QString &name, StockLevel stock);

} // namespace holdfast::test
