// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "domain/change.h"
#include "domain/command.h"
#include "domain/refusal.h"
#include "stock/database_clock.h"
#include "stock/expiry_schedule.h"

#include <QHash>
#include <QSet>

#include <atomic>
#include <chrono>
#include <map>
#include <optional>
#include <shared_mutex>
#include <span>
#include <vector>

namespace holdfast {

/// What the board knows of a product: its newest committed state, and how fresh that knowledge is.
struct BoardEntry
{
    Product product;
    std::optional<Sale> sale;
    /// When the database last said what is here; the stock, and the rest, by this process's clock.
    std::chrono::steady_clock::time_point stockConfirmed;
    std::chrono::steady_clock::time_point catalogueConfirmed;
    /// Up to this version every change was this process's own, or has been reported as somebody else's.
    qint64 accountedVersion = 0;
    /// Own changes beyond a gap in what is accounted for, from version to version.
    std::map<qint64, qint64> ownBeyond = {};
    /// What was known at the last look. Not accounted for by the next one, it is somebody else's: an own
    /// commit has told the board of itself by then.
    qint64 unaccountedVersion = 0;
};

/// The newest committed state of every product, in memory: answers listings, status and certain refusals
/// without the database. It never accepts anything. Any thread.
class StockBoard final
{
public:
    /// Older knowledge is certain of nothing.
    static constexpr std::chrono::milliseconds certainFor{500};
    /// How near to a sale's start or end this process's idea of the database's clock is not trusted.
    static constexpr std::chrono::milliseconds clockDoubt{250};

    StockBoard(const DatabaseClock &clock, const ExpirySchedule &schedule);
    Q_DISABLE_COPY_MOVE(StockBoard)

    /// Everything there is, read from the database at a moment not before `readSince`. Stock that is newer
    /// here stays. Answers what appeared, vanished, was edited or moved.
    struct Difference
    {
        ChangeSet changes;
        /// Somebody else changed stock since the last call, or moved the clocks of a sale's holds: holds and
        /// orders may have changed that this process has not told of. Of stock it is said at the second look
        /// after the change: by then a commit of this process has told the board of itself, and what has not
        /// is somebody else's.
        bool isStockForeign = false;
    };
    Difference replaceAll(const std::vector<Product> &products, const std::vector<Sale> &sales,
                          std::chrono::steady_clock::time_point readSince);

    /// What an act of this process on the catalogue has left: sales and products made or edited, stocks
    /// moved, products archived. What is newer here stays; an archived product does not come back by a look
    /// that began before.
    void put(const ChangeSet &changes);

    /// What a commit of this process left, confirmed at `confirmed`.
    void update(std::span<const StockMove> moves, std::chrono::steady_clock::time_point confirmed);

    std::optional<BoardEntry> find(ProductId product) const;
    /// In order of id.
    std::vector<BoardEntry> all() const;
    /// All there are, also without products; in order of id.
    std::vector<Sale> sales() const;
    std::optional<Sale> findSale(SaleId sale) const;
    /// See active_sale.h.
    std::optional<Sale> activeSale(Instant now) const;
    /// Those in a sale, in order of id.
    std::vector<Product> productsOf(SaleId sale) const;
    /// False until the first replaceAll().
    bool isFilled() const;
    /// Moves with whatever may change what all() and sales() give. Who asks first and reads then knows what
    /// it read to be at least that new.
    quint64 revision() const { return m_revision.load(); }

    /// A refusal that the database would certainly give: sold out, paused, not open. Nothing whenever there
    /// is any doubt; then the database decides.
    std::optional<Refusal> certainRefusal(const Reserve &command) const;
    std::optional<Refusal> certainRefusal(const BuyNow &command) const;

private:
    void putProduct(const Product &product, std::chrono::steady_clock::time_point now);
    /// Gives every product its sale as it is known now.
    void assignSales();
    /// Answers whether the clocks of its holds have stopped, run again, or stand still towards another end.
    bool takeSale(const Sale &sale);
    void mergeSale(const Sale &sale, Difference &difference);
    void mergeProduct(const Product &product, std::chrono::steady_clock::time_point readSince,
                      Difference &difference);
    void removeAbsent(const QSet<ProductId> &present, std::chrono::steady_clock::time_point readSince,
                      Difference &difference);
    /// Whether the product is in a live sale: the wanted one, if any.
    bool isCertainlyOn(const BoardEntry &entry, std::optional<SaleId> wanted, Instant now) const;
    std::optional<Refusal> certainSaleRefusal(const BoardEntry &entry, Instant now) const;
    std::optional<Refusal> certainStockRefusal(const BoardEntry &entry, Quantity wanted, Instant now) const;

    const DatabaseClock &m_clock;
    const ExpirySchedule &m_schedule;
    mutable std::shared_mutex m_mutex;
    std::atomic<quint64> m_revision = 0; // moved under the lock
    // All below guarded by m_mutex.
    QHash<ProductId, BoardEntry> m_entries;
    QHash<SaleId, Sale> m_sales;
    /// When the clocks of a sale's holds were last seen to run again, or the sale was first seen at all: what
    /// was known before of the holds that fall due does not hold for its products.
    QHash<SaleId, std::chrono::steady_clock::time_point> m_clocksMoved;
    /// Archived by this process, and when: for looks that may have begun before.
    QHash<ProductId, std::chrono::steady_clock::time_point> m_archived;
    bool m_isFilled = false;
};

} // namespace holdfast
