// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "database/connection.h"
#include "stock/pending_command.h"
#include "stock/stock_events.h"

#include <QHash>
#include <QJsonObject>
#include <QSet>

#include <span>
#include <vector>

namespace holdfast {

/// A batch of commands (ExpireDue excepted) as the lines that stock_batch() takes.
/// Every id the batch may create is made here, so the same batch can be sent again without doing anything
/// twice.
class BatchRequest final
{
public:
    explicit BatchRequest(std::span<const PendingCommand> commands);

    /// True when every command is a reserve of one line and no customer asks twice for a product, or every
    /// one is a check out, or every one a cancel by an owner: then the database may decide them all at once.
    bool mayGoTogether() const { return m_mayGoTogether; }

    /// Makes the call. `together` false asks for command after command even when all could go at once.
    /// Without `looksForKeys` the commands' keys are taken for new ones; should one be known, the call fails
    /// with a violation of idempotency_keys_pkey. `sender` names this server to the others, or is empty to
    /// announce nothing this time.
    std::expected<std::vector<StockEvent>, SqlError> call(Connection &connection, bool together,
                                                          bool looksForKeys, const QString &sender) const;

    /// The id given to the hold of a reserve of one line.
    ReservationId reservationOf(size_t command) const
    {
        return m_lines[m_firstLines[command]].reservation.value();
    }
    /// The id sent for the customer of a command.
    UserId userOf(size_t command) const { return m_lines[m_firstLines[command]].user.value(); }

private:
    struct Line
    {
        int kind = 0;
        int ordinal = 0;
        std::optional<ProductId> product = {};
        std::optional<ReservationId> reservation = {};
        std::optional<UserId> user = {};
        std::optional<Quantity> quantity = {};
        std::optional<OrderId> order = {};
        std::optional<qint64> number = {};
        bool byOperator = false;
        QString reason = {};
        std::optional<QUuid> key = {};
        std::optional<QUuid> request = {};
    };

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
    bool isKindOfAll(int kind) const { return m_lines.empty() || m_lines.front().kind == kind; }
    void addHold(Line &line, const HoldReference &hold, const std::optional<Customer> &owner);
    /// The customer's id; one that is not known yet is announced once a batch, under the first proposal.
    UserId idOf(const Customer &customer);

    template <typename Projection>
    QString column(Projection projection) const;
    /// NULL when no line has a value, as with most columns of most batches: nothing to write and to read.
    template <typename Projection>
    SqlArgument sparseColumn(Projection projection) const;

    int m_ordinal = 0;
    bool m_mayGoTogether = true;
    std::vector<Line> m_lines;
    std::vector<size_t> m_firstLines;
    QSet<std::pair<UserId, ProductId>> m_asked;
    QHash<QString, UserId> m_newCustomers;
    /// Few commands have one: by ordinal, not in a column of every line.
    QJsonObject m_acts;
};

} // namespace holdfast
