// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "database/connection.h"
#include "stock/batch_line.h"
#include "stock/direct_endings.h"
#include "stock/direct_holds.h"
#include "stock/pending_command.h"
#include "stock/stock_events.h"

#include <QHash>
#include <QJsonObject>
#include <QSet>

#include <span>
#include <vector>

namespace holdfast {

/// How the database may decide a batch, the fastest first.
enum class BatchWay {
    /// By one plain statement that either does all or fails: for what nothing speaks against.
    Directly,
    /// All at once, each with its own answer.
    Together,
    /// Command after command; any batch can.
    OneByOne,
};

/// A batch of commands (ExpireDue excepted) as the lines that stock_batch() takes.
/// Every id the batch may create is made here, so the same batch can be sent again without doing anything
/// twice.
class BatchRequest final
{
public:
    explicit BatchRequest(std::span<const PendingCommand> commands);

    /// Directly when every command is a reserve of one line, or every one a check out, or a cancel, of what
    /// its owner holds of a product, and no customer names a product twice; Together when every one is a
    /// check out, or every one a cancel by an owner.
    BatchWay fastestWay() const;
    bool isOfReserves() const { return m_lines.front().kind == BatchLine::ReserveKind; }

    /// Makes the call, but that of reserves that go Directly. Unless it is `looking`, commands' keys are
    /// taken for new ones; should one be known, it fails with UniqueViolation. `sender` names this server to
    /// the others, or is empty to announce nothing this time.
    std::expected<std::vector<StockEvent>, SqlError> call(Connection &connection, BatchWay way, bool looking,
                                                          const QString &sender) const;
    /// That of reserves that go Directly. The request must outlive it.
    DirectHolds directHolds() const { return DirectHolds(m_lines, m_newCustomers); }

    /// The id given to the hold of a reserve of one line.
    ReservationId reservationOf(size_t command) const
    {
        return m_lines[m_firstLines[command]].reservation.value();
    }
    /// The id sent for the customer of a command.
    UserId userOf(size_t command) const { return m_lines[m_firstLines[command]].user.value(); }

private:
    void addCommand(const Reserve &reserve);
    void addCommand(const CheckOut &checkOut);
    void addCommand(const Cancel &cancel);
    void addCommand(const Extend &extend);
    void addCommand(const Restock &restock);
    void addCommand(const BuyNow &buyNow);
    void addCommand(const PlaceOrder &placeOrder);
    void addCommand(const ExpireDue &);
    void addKey(const IdempotencyKey &idempotency);
    /// For the command being added.
    void addAct(const std::optional<StaffAct> &act);
    void goTogetherOnly(bool condition) { m_mayGoTogether = m_mayGoTogether && condition; }
    void goDirectlyOnly(bool condition) { m_mayGoDirectly = m_mayGoDirectly && condition; }
    bool isKindOfAll(int kind) const { return m_lines.empty() || m_lines.front().kind == kind; }
    /// Whether no line before names both.
    bool isFirstOf(UserId user, ProductId product);
    void addHold(BatchLine &line, const HoldReference &hold, const std::optional<Customer> &owner);
    /// The customer's id; one that is not known yet is announced once a batch, under the first proposal.
    UserId idOf(const Customer &customer);

    DirectEndings directEndings() const;
    std::expected<std::vector<StockEvent>, SqlError> callBatch(Connection &connection, BatchWay way,
                                                               bool looking, const QString &sender) const;

    template <typename Projection>
    QString column(Projection projection) const;
    /// NULL when no line has a value, as with most columns of most batches: nothing to write and to read.
    template <typename Projection>
    SqlArgument sparseColumn(Projection projection) const;

    int m_ordinal = 0;
    bool m_mayGoTogether = true;
    bool m_mayGoDirectly = true;
    std::vector<BatchLine> m_lines;
    std::vector<size_t> m_firstLines;
    QSet<std::pair<UserId, ProductId>> m_named;
    QHash<QString, UserId> m_newCustomers;
    /// Few commands have one: by ordinal, not in a column of every line.
    QJsonObject m_acts;
};

} // namespace holdfast
