// SPDX-License-Identifier: GPL-3.0-only
#include "mail/outbox.h"

#include "database/sql_array.h"

namespace holdfast {

using namespace Qt::StringLiterals;

namespace {

std::expected<std::vector<ClaimedMail>, SqlError> claim(Connection &connection, int limit,
                                                        std::chrono::milliseconds lease)
{
    auto rows = connection.call("outbox_claim"_L1, {limit, static_cast<qint64>(lease.count())});
    if (!rows)
        return std::unexpected(std::move(rows.error()));
    std::vector<ClaimedMail> mails;
    while (rows->next())
        mails.push_back(
            {rows->get<qint64>(0), rows->get<OrderId>(1), rows->get<QString>(2), rows->get<int>(3)});
    return mails;
}

std::expected<std::map<OrderId, ConfirmedOrder>, SqlError> readOrders(Connection &connection,
                                                                      const std::vector<ClaimedMail> &mails)
{
    SqlArray ids(static_cast<qsizetype>(mails.size()));
    for (const auto &mail : mails)
        ids.add(mail.order);
    auto rows = connection.call("outbox_orders"_L1, {ids.take()});
    if (!rows)
        return std::unexpected(std::move(rows.error()));
    std::map<OrderId, ConfirmedOrder> orders;
    while (rows->next()) {
        const auto id = rows->get<OrderId>(0);
        auto &order =
            orders
                .try_emplace(
                    id,
                    ConfirmedOrder{id, rows->get<Instant>(1), rows->get<Money>(2), rows->get<QString>(3), {}})
                .first->second;
        order.lines.push_back({rows->get<QString>(4), rows->get<int>(5), rows->get<std::optional<Money>>(6),
                               rows->get<Money>(7)});
    }
    return orders;
}

QLatin1StringView nameOf(MailSettlement::State state)
{
    switch (state) {
    case MailSettlement::State::Sent:
        return "sent"_L1;
    case MailSettlement::State::Dead:
        return "dead"_L1;
    case MailSettlement::State::Pending:
        break;
    }
    return "pending"_L1;
}

} // namespace

std::expected<void, SqlError> announceMailSender(Connection &connection)
{
    return connection.perform("outbox_announce_sender"_L1);
}

std::expected<ClaimedMails, SqlError> claimMails(Connection &connection, int limit,
                                                 std::chrono::milliseconds lease)
{
    Transaction transaction(connection);
    if (const auto begun = transaction.begun(); !begun)
        return std::unexpected(begun.error());
    auto mails = claim(connection, limit, lease);
    if (!mails)
        return std::unexpected(std::move(mails.error()));
    ClaimedMails claimed{*std::move(mails), {}};
    if (!claimed.mails.empty()) {
        auto orders = readOrders(connection, claimed.mails);
        if (!orders)
            return std::unexpected(std::move(orders.error()));
        claimed.orders = *std::move(orders);
    }
    if (const auto committed = transaction.commit(); !committed)
        return std::unexpected(committed.error());
    return claimed;
}

std::expected<void, SqlError> settleMail(Connection &connection, const MailSettlement &settlement)
{
    return connection.perform("outbox_settle"_L1,
                              {nameOf(settlement.state), static_cast<qint64>(settlement.delay.count()),
                               settlement.error, settlement.id, settlement.attempt});
}

std::expected<bool, SqlError> nobodySendsMail(Connection &connection)
{
    auto rows = connection.call("outbox_nobody_sends"_L1);
    if (!rows)
        return std::unexpected(std::move(rows.error()));
    return rows->next() && rows->get<bool>(0);
}

std::expected<std::vector<OrderId>, SqlError> giveUpMails(Connection &connection, int limit)
{
    auto rows = connection.call("outbox_give_up"_L1, {limit});
    if (!rows)
        return std::unexpected(std::move(rows.error()));
    std::vector<OrderId> orders;
    while (rows->next())
        orders.push_back(rows->get<OrderId>(0));
    return orders;
}

} // namespace holdfast
