// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "database/connection.h"
#include "mail/order_confirmation.h"

#include <chrono>
#include <map>
#include <vector>

namespace holdfast {

/// A mail that is ours to send until its lease ends.
struct ClaimedMail
{
    qint64 id = 0;
    OrderId order;
    QString recipient;
    /// From 1; it also tells our claim from a later one.
    int attempt = 0;
};

struct ClaimedMails
{
    std::vector<ClaimedMail> mails;
    std::map<OrderId, ConfirmedOrder> orders;
};

/// What becomes of a claimed mail.
struct MailSettlement
{
    enum class State { Pending, Sent, Dead };

    qint64 id = 0;
    int attempt = 0;
    State state = State::Pending;
    /// For Pending: until the next attempt.
    std::chrono::milliseconds delay{0};
    QString error;
};

/// Marks this session as one that can send, for as long as it lasts.
std::expected<void, SqlError> announceMailSender(Connection &connection);

/// Claims due mails and reads their orders, in one transaction. Mails that other sessions are claiming are
/// passed over.
std::expected<ClaimedMails, SqlError> claimMails(Connection &connection, int limit,
                                                 std::chrono::milliseconds lease);

/// Does nothing when the lease had ended and somebody else took the mail, or it has been settled before: so
/// it may be repeated.
std::expected<void, SqlError> settleMail(Connection &connection, const MailSettlement &settlement);

/// Whether no session on the database can send.
std::expected<bool, SqlError> nobodySendsMail(Connection &connection);

/// Gives due mails up, as there is no mail server; none while another session on the database can send.
std::expected<std::vector<OrderId>, SqlError> giveUpMails(Connection &connection, int limit);

} // namespace holdfast
