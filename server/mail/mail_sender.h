// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "mail/mail_figures.h"
#include "mail/outbox.h"
#include "mail/smtp_session.h"

#include <stop_token>
#include <vector>

namespace holdfast {

/// Sends what is due, a round at a time. No transaction is open while a mail server is spoken to. One thread.
///
/// At least once: a mail is marked as sent after the mail server took it, so a crash between the two, or a
/// server that takes a mail but whose answer never comes, sends it again, with the same Message-ID. A
/// database that goes away in between does not: the marks are kept until it is back, or this process ends.
class MailSender final
{
public:
    /// `figures` must outlive it.
    MailSender(SmtpSettings settings, const MailPace &pace, MailFigures &figures);
    Q_DISABLE_COPY_MOVE(MailSender)

    struct Round
    {
        /// There was more than one round takes.
        bool isFull = false;
        /// Rounds in a row that ended because the mail server takes nothing.
        int serverFailures = 0;
    };
    /// Marks what is left from the round before, claims, sends, marks. A stop ends it soon; what was not
    /// tried is given back.
    std::expected<Round, SqlError> send(Connection &connection, const std::stop_token &stop);
    /// Only marks what is left.
    std::expected<void, SqlError> settle(Connection &connection);

private:
    using Clock = std::chrono::steady_clock;

    void sendClaimed(Connection &connection, const ClaimedMails &claimed, Clock::time_point leaseEnds,
                     const std::stop_token &stop);
    MailSettlement sendOne(SmtpSession &session, const ClaimedMail &mail, const ClaimedMails &claimed,
                           SmtpSession::Next next);
    MailSettlement settlementOf(const ClaimedMail &mail, const Delivery &delivery);
    MailSettlement retryOf(const ClaimedMail &mail, const QString &why) const;
    void noteServer(const Delivery &delivery);
    void count(const MailSettlement &settlement);

    const SmtpSettings m_settings;
    const MailPace m_pace;
    MailFigures &m_figures;
    // At most one round's.
    std::vector<MailSettlement> m_unsettled;
    int m_serverFailures = 0;
};

} // namespace holdfast
