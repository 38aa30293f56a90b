// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "domain/change.h"
#include "live/service_state.h"

#include <QHash>
#include <QSet>

#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

namespace holdfast {

/// What a tap hands out: everything since the last take, coalesced. A stock or product stands once, in its
/// newest version; a hold once, in its last state; purchases in the order they came.
struct GatheredChanges
{
    ChangeSet changes;
    /// Set when the service's state moved since the last take.
    std::optional<ServiceState> service;
    /// True when everything before is void: forget what you have and start with these changes. Happens with a
    /// new snapshot (first start, database back after an outage, changes by another server).
    bool isSnapshot = false;
    /// How long ago the database last confirmed what is shown; nothing before the first time.
    std::optional<std::chrono::milliseconds> age;
};

class ChangeFeed;

/// One reader's own gathering place. Make it with ChangeFeed::tap(); it stops gathering when destroyed.
/// It holds the newest state of what changed since the last take, by key, and purchasesMax purchases (older
/// ones are dropped): read it on a beat.
class FeedTap final
{
public:
    static constexpr int purchasesMax = 2000;

    /// What its reader wants to hear of. Holds and purchases come by the thousand: whoever does not need them
    /// spares the lanes the sorting, and the process the room.
    enum class Scope { Everything, Stock };

    explicit FeedTap(Scope scope)
        : m_scope(scope)
    {
    }
    Q_DISABLE_COPY_MOVE(FeedTap)

    /// Hands out what was gathered and starts anew. Any one thread at a time.
    GatheredChanges take();

private:
    friend class ChangeFeed;
    using SharedChanges = std::shared_ptr<const ChangeSet>;

    /// What has been sorted out.
    struct Gathered
    {
        void add(const ChangeSet &changes);
        void addStock(const ChangeSet &changes);
        void addPurchase(const Purchase &purchase);

        QHash<ProductId, StockState> stocks = {};
        QHash<ProductId, Product> products = {};
        QSet<ProductId> archivedProducts = {};
        QHash<SaleId, Sale> sales = {};
        QHash<ReservationId, HoldChange> holds = {};
        std::deque<Purchase> purchases = {};
        /// The reservations of `purchases`.
        QSet<ReservationId> purchased = {};
        std::optional<ServiceState> service = {};
        bool isSnapshot = false;
        std::optional<std::chrono::steady_clock::time_point> confirmed = {};
    };

    void gather(const SharedChanges &changes);
    void sortOut(const ChangeSet &changes);
    void restart(const ChangeSet &snapshot, const ChangeSet &since);
    void gather(const ServiceState &state);
    void confirm(std::chrono::steady_clock::time_point when);
    Gathered takeGathered();

    const Scope m_scope;
    std::mutex m_mutex;
    // All below guarded by m_mutex.
    Gathered m_gathered;
    /// Newer than what is gathered: left to whoever takes it, as those who publish are in a hurry.
    std::vector<SharedChanges> m_unsorted;
    size_t m_unsortedHolds = 0;
};

/// Any thread in, coalesced out: lanes and the desk publish what they committed or saw, readers (the console,
/// the WebSocket hub) take it on their own beat. Publishing never waits for a reader.
class ChangeFeed final
{
public:
    ChangeFeed();
    ~ChangeFeed();
    Q_DISABLE_COPY_MOVE(ChangeFeed)

    /// A new reader. It sees what is published from now on; ask the desk for a snapshot to begin with.
    /// Any thread.
    std::shared_ptr<FeedTap> tap(FeedTap::Scope scope = FeedTap::Scope::Everything);

    /// After a commit. Any thread.
    void publish(ChangeSet changes);
    /// Everything there is, replacing what readers have. `during` is a tap made before the database was read:
    /// what was published meanwhile is newer than the snapshot and is kept on top of it. Any thread.
    void publishSnapshot(const ChangeSet &everything, FeedTap &during);
    /// The database just answered: what is shown is fresh. Any thread.
    void confirmFresh();
    /// Changes the service's state under the feed's lock and tells the readers. Any thread.
    void updateService(const std::function<void(ServiceState &)> &change);

private:
    template <typename Action>
    void forEachTap(Action action);

    std::mutex m_mutex;
    // All below guarded by m_mutex.
    std::vector<std::weak_ptr<FeedTap>> m_taps;
    ServiceState m_service;
};

} // namespace holdfast
