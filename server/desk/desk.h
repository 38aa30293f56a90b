// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "database/database_thread.h"
#include "desk/answer_purge.h"
#include "domain/api_key.h"
#include "domain/change.h"
#include "domain/order.h"
#include "domain/product_edit.h"
#include "domain/sale_edit.h"
#include "stock/history.h"
#include "stock/stock_lanes.h"

#include <QObject>
#include <QTimer>

#include <functional>
#include <memory>
#include <vector>

namespace holdfast {

struct CatalogueNews;

/// What an operator at the machine asks and does: the snapshot the console starts from, the audit behind its
/// light, ending and extending holds, making and revoking API keys. Nothing here waits: the database's work
/// is done on a thread of its own, commands go through the lanes like everybody's. Lives on a thread with an
/// event loop; its functions are for that thread.
class Desk final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Desk)

public:
    /// A snapshot is costly: never more often than this, and never more than a tenth of the time.
    static constexpr std::chrono::milliseconds snapshotIntervalMin{1'000};
    static constexpr std::chrono::milliseconds auditInterval{30'000};
    static constexpr std::chrono::milliseconds purgeInterval{60'000};
    /// Holds one act may name; the console selects no more.
    static constexpr int holdsPerActMax = 10'000;
    static constexpr int movementsMax = 200;

    /// Called on other threads; must be quick and outlive the desk.
    struct Listeners
    {
        /// Before the database is read for a snapshot: what is published from here on is newer than it.
        std::function<void()> snapshotBegins;
        std::function<void(const ChangeSet &)> snapshotRead;
        /// Empty is clean.
        std::function<void(const std::vector<AuditFault> &)> audited;
        /// The audit could not be made.
        std::function<void(const QString &)> auditFailed;
        /// A key was made or revoked: whoever checks keys should look now. May be left out.
        std::function<void()> apiKeysChanged = {};
    };

    /// `surroundings` and `lanes` must outlive it.
    Desk(const LaneSurroundings &surroundings, StockLanes &lanes, Listeners listeners);
    /// Waits for the read under way.
    ~Desk() override;

    /// Connects, reads the first snapshot, makes the first audit.
    void start();
    void stop();

public slots:
    /// Reads a snapshot as soon as it may.
    void requestSnapshot();
    void requestAudit();
    /// A round of forgetting the answers whose time is over, or the rest of the one under way.
    void purgeAnswers();

    /// Gives the holds' units back, whoever holds them. How many that was is told by actDone().
    void releaseHolds(const QList<holdfast::ReservationId> &holds, const QString &reason);
    void extendHolds(const QList<holdfast::ReservationId> &holds, int seconds);

    // What is done with products: productActed() tells what came of each, after the change is shown.
    // The database checks the ranges; ProductLimits says them.

    void createProduct(const holdfast::NewProduct &product);
    /// Only when `version` is still its version.
    void editProduct(holdfast::ProductId product, const holdfast::ProductEdit &edit, qint64 version);
    /// `reason` is not empty.
    void restockProduct(holdfast::ProductId product, holdfast::Quantity quantity, const QString &reason);
    void archiveProduct(holdfast::ProductId product);
    /// Undoes archiveProduct().
    void restoreProduct(holdfast::ProductId product);
    /// movementsRead() or movementsUnread() tells.
    void requestMovements(holdfast::ProductId product);

    // What is done with sales: saleActed() tells what came of each, after the change is shown.
    // stock/sales.h says what is refused; SaleLimits says the ranges.

    void createSale(const holdfast::NewSale &sale);
    void editSale(holdfast::SaleId sale, const holdfast::SaleEdit &edit);
    /// These are all its products from now on: those that it had beside them leave it.
    void moveProducts(holdfast::SaleId sale, const QList<holdfast::ProductId> &products);
    void startSale(holdfast::SaleId sale);
    /// With `freezeHolds` the clocks of its holds stand still until it is resumed or its end comes.
    void pauseSale(holdfast::SaleId sale, bool freezeHolds);
    void resumeSale(holdfast::SaleId sale);
    void extendSale(holdfast::SaleId sale, holdfast::Instant newEnd);
    void endSale(holdfast::SaleId sale);
    /// Releases every hold of its products.
    void cancelSale(holdfast::SaleId sale);

    /// Looks for orders, newest first; ordersRead() or ordersUnread() tells.
    void requestOrders(const holdfast::OrderSearch &search);

    /// apiKeysRead() or apiKeysUnread() tells.
    void requestApiKeys();
    /// Tells by apiKeyMade() or apiKeysFailed(), then reads the keys anew. `name` has 1 to
    /// ApiKey::nameLengthMax characters.
    void makeApiKey(const QString &name);
    /// Reads the keys anew when done; apiKeysFailed() when it is not.
    void revokeApiKey(const holdfast::ApiKeyId &id);

signals:
    /// An act on `asked` holds ended: for `done` of them it took effect, the others had ended meanwhile.
    void actDone(const QString &act, int done, int asked);

    void productActed(const holdfast::ProductActResult &result);
    void saleActed(const holdfast::SaleActResult &result);
    /// What explains a product's stock: newest first, at most movementsMax.
    void movementsRead(holdfast::ProductId product, const QList<holdfast::StockMovement> &movements);
    /// For people: why they could not be read.
    void movementsUnread(holdfast::ProductId product, const QString &reason);

    /// As many as were asked for, or all there are: fewer than asked is the end of the list.
    void ordersRead(const holdfast::OrderSearch &search, const QList<holdfast::Order> &orders);
    /// For people: why they could not be read.
    void ordersUnread(const holdfast::OrderSearch &search, const QString &reason);

    /// In force first, newest first.
    void apiKeysRead(const QList<holdfast::ApiKey> &keys);
    /// The only time that anybody is told the secret: show it, do not keep it, do not log it.
    void apiKeyMade(const QString &name, const QString &secret);
    /// For people: why the keys could not be read.
    void apiKeysUnread(const QString &reason);
    /// For people: what could not be done, and why.
    void apiKeysFailed(const QString &reason);

private:
    struct Act;

    void readSnapshotNow();
    void snapshotDone(std::chrono::milliseconds took);
    template <typename SomeCommand, typename MakeCommand>
    void actOn(const QList<ReservationId> &holds, const QString &name, MakeCommand make);
    template <typename Work, typename Then>
    void changeApiKeys(Work work, Then then);

    /// Does `act` (Connection & → std::expected<Outcome<Made>, SqlError>, Made with a member `news`) on the
    /// database thread, as the operator, and shows what it changed. `then` gets the Outcome<Made> on the
    /// desk's thread. Defined in catalogue_change.h.
    template <typename SomeAct, typename Then>
    void changeCatalogue(SomeAct act, Then then);
    static Refusal refusalOf(const SqlError &error);
    /// Any thread.
    void show(const CatalogueNews &news);
    template <typename SomeAct>
    void actOnProduct(ProductAct kind, std::optional<ProductId> product, SomeAct act);
    void tellRefused(ProductAct kind, std::optional<ProductId> product, const Refusal &refusal);
    template <typename SomeAct>
    void actOnSale(SaleAct kind, std::optional<SaleId> sale, SomeAct act);
    void tellRefused(SaleAct kind, std::optional<SaleId> sale, const Refusal &refusal);

    const LaneSurroundings &m_surroundings;
    StockLanes &m_lanes;
    const Listeners m_listeners;
    /// On the thread of m_database.
    AnswerPurge m_answerPurge;
    DatabaseThread m_database;
    QTimer m_snapshotTimer;
    QTimer m_auditTimer;
    QTimer m_purgeTimer;
    bool m_isReading = false;
    bool m_isWanted = false;
};

} // namespace holdfast
