// SPDX-License-Identifier: GPL-3.0-only
#include "mail/mail_sender.h"

#include "mail/mail_address.h"

#include <QLoggingCategory>

namespace holdfast {

using namespace Qt::StringLiterals;

namespace {

Q_LOGGING_CATEGORY(logMail, "holdfast.mail")

MailSettlement givenBack(const ClaimedMail &mail)
{
    return {mail.id, mail.attempt, MailSettlement::State::Pending, {}, {}};
}

// The database keeps the error, as it may hold the recipient's address.
MailSettlement dead(const ClaimedMail &mail, const QString &why, int replyCode = 0)
{
    qCWarning(logMail,
              "The confirmation of order %s is given up after %d attempts (reply %d); see outbox.last_error",
              qUtf8Printable(mail.order.text()), mail.attempt, replyCode);
    return {mail.id, mail.attempt, MailSettlement::State::Dead, {}, why};
}

} // namespace

MailSender::MailSender(SmtpSettings settings, const MailPace &pace, MailFigures &figures)
    : m_settings(std::move(settings))
    , m_pace(pace)
    , m_figures(figures)
{
}

std::expected<MailSender::Round, SqlError> MailSender::send(Connection &connection,
                                                            const std::stop_token &stop)
{
    if (auto settled = settle(connection); !settled)
        return std::unexpected(std::move(settled.error()));
    const auto leaseEnds = Clock::now() + m_pace.lease;
    // A server that took nothing is tried with one mail, so that the others' attempts are not used up.
    const int limit = m_serverFailures > 0 ? 1 : m_pace.batchMax;
    const auto claimed = claimMails(connection, limit, m_pace.lease);
    if (!claimed)
        return std::unexpected(claimed.error());
    if (!claimed->mails.empty())
        sendClaimed(connection, *claimed, leaseEnds, stop);
    if (auto settled = settle(connection); !settled)
        return std::unexpected(std::move(settled.error()));
    return Round{static_cast<int>(claimed->mails.size()) == limit, m_serverFailures};
}

std::expected<void, SqlError> MailSender::settle(Connection &connection)
{
    while (!m_unsettled.empty()) {
        if (auto settled = settleMail(connection, m_unsettled.back()); !settled)
            return settled;
        m_unsettled.pop_back();
    }
    return {};
}

// Each mail is marked at once: the next one may take long.
void MailSender::sendClaimed(Connection &connection, const ClaimedMails &claimed, Clock::time_point leaseEnds,
                             const std::stop_token &stop)
{
    SmtpSession session(m_settings, m_pace.limits, stop);
    bool mayGoOn = true;
    for (size_t index = 0; index < claimed.mails.size(); ++index) {
        const bool isLast = index + 1 == claimed.mails.size();
        mayGoOn = mayGoOn && !stop.stop_requested() && Clock::now() + m_pace.limits.total < leaseEnds;
        if (!mayGoOn) {
            m_unsettled.push_back(givenBack(claimed.mails[index]));
            continue;
        }
        m_unsettled.push_back(sendOne(session, claimed.mails[index], claimed,
                                      isLast ? SmtpSession::Next::Nothing : SmtpSession::Next::More));
        count(m_unsettled.back());
        mayGoOn = settle(connection).has_value() && m_serverFailures == 0;
    }
}

MailSettlement MailSender::sendOne(SmtpSession &session, const ClaimedMail &mail, const ClaimedMails &claimed,
                                   SmtpSession::Next next)
{
    if (!isMailAddress(mail.recipient))
        return dead(mail, u"this is no address"_s);
    const auto order = claimed.orders.find(mail.order);
    if (order == claimed.orders.end())
        return dead(mail, u"the order has no lines"_s);
    const auto delivery = session.send(confirmationOf(order->second, mail.recipient, m_settings), next);
    noteServer(delivery);
    return settlementOf(mail, delivery);
}

MailSettlement MailSender::settlementOf(const ClaimedMail &mail, const Delivery &delivery)
{
    switch (delivery.kind) {
    case Delivery::Kind::Accepted:
        qCDebug(logMail, "The confirmation of order %s is sent", qUtf8Printable(mail.order.text()));
        return {mail.id, mail.attempt, MailSettlement::State::Sent, {}, {}};
    case Delivery::Kind::Refused:
        return dead(mail, delivery.why, delivery.replyCode);
    case Delivery::Kind::Interrupted:
        return givenBack(mail);
    case Delivery::Kind::Deferred:
    case Delivery::Kind::ServerFailed:
        break;
    }
    const QString doubt = delivery.mayHaveArrived ? u" (it may have arrived)"_s : QString();
    return mail.attempt >= m_pace.attemptsMax ? dead(mail, delivery.why + doubt, delivery.replyCode)
                                              : retryOf(mail, delivery.why + doubt);
}

MailSettlement MailSender::retryOf(const ClaimedMail &mail, const QString &why) const
{
    return {mail.id, mail.attempt, MailSettlement::State::Pending,
            backOff(m_pace.retryFirst, m_pace.retryMax, mail.attempt), why};
}

void MailSender::count(const MailSettlement &settlement)
{
    switch (settlement.state) {
    case MailSettlement::State::Sent:
        return m_figures.sent.add();
    case MailSettlement::State::Dead:
        return m_figures.dead.add();
    case MailSettlement::State::Pending:
        return m_figures.deferred.add();
    }
}

void MailSender::noteServer(const Delivery &delivery)
{
    if (delivery.kind == Delivery::Kind::Interrupted)
        return;
    if (delivery.kind != Delivery::Kind::ServerFailed) {
        if (std::exchange(m_serverFailures, 0) > 0)
            qCInfo(logMail, "The mail server takes mail again");
        return;
    }
    if (m_serverFailures++ == 0)
        qCWarning(logMail, "The mail server takes no mail: %s", qUtf8Printable(delivery.why));
}

} // namespace holdfast
