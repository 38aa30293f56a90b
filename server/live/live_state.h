// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "live/change_feed.h"
#include "live/live_news.h"

#include <deque>
#include <map>
#include <set>

namespace holdfast {

/// What readers of the live feed have been told: everything a snapshot shows. Given what a tap gathered in
/// one beat it answers what is news in it, coalesced: a product's stock once, in its newest version. One
/// thread.
class LiveState final
{
public:
    static constexpr size_t purchasersShown = 3;
    /// Holds that are remembered as told of. More active holds than that, and some may be told of twice.
    static constexpr qsizetype holdsMax = 200'000;

    struct Beat
    {
        std::vector<LiveNews> news;
        /// Products have gone, for which there is no message: readers need a snapshot.
        bool isShrunk = false;
    };

    /// `now` is the database's time: sales begin and end by it without anybody's doing.
    Beat apply(const GatheredChanges &gathered, Instant now);

    const std::map<ProductId, Product> &products() const { return m_products; }
    const std::map<SaleId, Sale> &sales() const { return m_sales; }
    std::vector<Product> productsOf(SaleId sale) const;

private:
    void takeSales(const std::vector<Sale> &sales);
    void takeProducts(const std::vector<Product> &products);
    void takeProduct(Product &known, const Product &product);
    void takeStock(const StockState &stock);
    void removeProduct(ProductId product);
    void removeAbsent(const std::vector<Product> &present);
    void takeHold(const HoldChange &change);
    void takeHolds(const GatheredChanges &gathered, Instant now);
    void endAbsentHolds(const GatheredChanges &gathered, Instant now);
    void takePurchase(const Purchase &purchase, bool isOld);
    void noticePhases(Instant now);
    void tellDrops();
    void gatherStates();

    std::map<ProductId, Product> m_products;
    std::map<SaleId, Sale> m_sales;
    std::map<SaleId, SalePhase> m_phases;
    std::map<ProductId, std::deque<Purchase>> m_latest;
    /// Active holds that were told of, as they were last known.
    QHash<ReservationId, Reservation> m_holds;
    /// Reservations whose purchase was told, the latest of them, oldest first in the queue.
    QSet<ReservationId> m_bought;
    std::deque<ReservationId> m_boughtInOrder;
    /// Whether the holds and purchases of a snapshot are known: those of the first are nobody's news.
    bool m_hasHistory = false;

    // What this beat has touched.
    Beat m_beat;
    std::set<ProductId> m_newProducts;
    std::set<ProductId> m_stocks;
    std::set<ProductId> m_activities;
    std::set<SaleId> m_touchedSales;
};

} // namespace holdfast
