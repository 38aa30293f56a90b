// SPDX-License-Identifier: GPL-3.0-only
#include "mail/mail_worker.h"

#include "database/connection.h"
#include "mail/mail_sender.h"
#include "mail/outbox.h"
#include "metrics/registry.h"

#include <QLoggingCategory>

#include <csignal>

namespace holdfast {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

Q_LOGGING_CATEGORY(logMail, "holdfast.mail")

constexpr SessionLimits mailLimits{.lock = 1'000ms, .statement = 5'000ms, .idleInTransaction = 10'000ms};
constexpr int givenUpAtOnceMax = 50;

// A server that hangs up while we write would end the process.
void ignoreBrokenPipes()
{
    sigset_t brokenPipe;
    sigemptyset(&brokenPipe);
    sigaddset(&brokenPipe, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &brokenPipe, nullptr);
}

} // namespace

MailWorker::MailWorker(ConnectionSettings database, const StatementBook &book,
                       std::optional<SmtpSettings> settings, const MailPace &pace)
    : m_database(std::move(database))
    , m_book(book)
    , m_settings(std::move(settings))
    , m_pace(pace)
{
}

MailWorker::~MailWorker()
{
    stop();
}

void MailWorker::start()
{
    const QString how =
        m_settings ? u"go through "_s + m_settings->text() : u"are not sent: there is no SMTP_URL"_s;
    qCInfo(logMail, "Order confirmations %s", qUtf8Printable(how));
    if (m_settings)
        m_sender = std::make_unique<MailSender>(*m_settings, m_pace, m_figures);
    m_thread = std::jthread([this](const std::stop_token &stop) { work(stop); });
}

void MailWorker::requestStop()
{
    m_thread.request_stop();
}

void MailWorker::stop()
{
    requestStop();
    if (m_thread.joinable())
        m_thread.join();
}

void MailWorker::wake()
{
    {
        const std::lock_guard lock(m_mutex);
        m_isAwake = true;
    }
    m_wake.notify_one();
}

void MailWorker::addTo(metrics::Registry &registry) const
{
    constexpr auto name = "holdfast_mail_attempts_total";
    constexpr auto help = "What came of attempts to send order confirmations: sent, deferred (to be tried "
                          "again), dead (given up), "
                          "not_sent (there is no mail server).";
    registry.add(name, help, m_figures.sent, {{"result", "sent"}});
    registry.add(name, help, m_figures.deferred, {{"result", "deferred"}});
    registry.add(name, help, m_figures.dead, {{"result", "dead"}});
    registry.add(name, help, m_figures.notSent, {{"result", "not_sent"}});
}

void MailWorker::work(const std::stop_token &stop)
{
    ignoreBrokenPipes();
    Connection connection(m_database, m_book, mailLimits);
    while (!stop.stop_requested()) {
        const auto next = round(connection, stop);
        pause(stop, next ? *next : restAfter(next.error()));
    }
    // What could not be marked is sent again when its lease ends.
    if (m_sender && connection.isOpen())
        static_cast<void>(m_sender->settle(connection));
}

std::expected<void, SqlError> MailWorker::ensureConnected(Connection &connection)
{
    if (connection.isOpen())
        return {};
    m_aloneSince.reset();
    if (auto opened = connection.open(); !opened)
        return opened;
    auto announced = m_sender ? announceMailSender(connection) : std::expected<void, SqlError>();
    if (!announced)
        connection.close();
    return announced;
}

std::expected<MailWorker::Pause, SqlError> MailWorker::round(Connection &connection,
                                                             const std::stop_token &stop)
{
    if (auto connected = ensureConnected(connection); !connected)
        return std::unexpected(std::move(connected.error()));
    if (!m_sender)
        return giveUp(connection);
    const auto round = m_sender->send(connection, stop);
    if (!round)
        return std::unexpected(round.error());
    m_databaseFailures = 0;
    if (round->serverFailures > 0)
        return Pause{backOff(m_pace.restFirst, m_pace.restMax, round->serverFailures), Ends::WithTime};
    return Pause{round->isFull ? 0ms : m_pace.poll, Ends::WithNewMail};
}

// Those that can send may be connecting anew, as this one has just done.
std::expected<bool, SqlError> MailWorker::isAloneForLong(Connection &connection)
{
    const auto isAlone = nobodySendsMail(connection);
    if (!isAlone || !*isAlone) {
        m_aloneSince.reset();
        return isAlone;
    }
    const auto now = std::chrono::steady_clock::now();
    m_aloneSince = m_aloneSince.value_or(now);
    return now - *m_aloneSince >= m_pace.aloneMin;
}

std::expected<MailWorker::Pause, SqlError> MailWorker::giveUp(Connection &connection)
{
    const auto isAlone = isAloneForLong(connection);
    if (!isAlone)
        return std::unexpected(isAlone.error());
    if (!*isAlone) {
        m_databaseFailures = 0;
        return Pause{m_pace.poll, Ends::WithTime};
    }
    const auto orders = giveUpMails(connection, givenUpAtOnceMax);
    if (!orders)
        return std::unexpected(orders.error());
    m_databaseFailures = 0;
    m_figures.notSent.add(orders->size());
    QStringList ids;
    for (const auto &order : *orders)
        ids << order.text();
    if (!ids.isEmpty())
        qCInfo(logMail, "Not sent, as there is no SMTP_URL: the confirmations of the orders %s",
               qUtf8Printable(ids.join(u' ')));
    return Pause{ids.size() == givenUpAtOnceMax ? 0ms : m_pace.poll, Ends::WithNewMail};
}

MailWorker::Pause MailWorker::restAfter(const SqlError &error)
{
    if (m_databaseFailures++ == 0)
        qCWarning(logMail, "Mail waits for the database: %s", qUtf8Printable(error.text));
    return {backOff(m_pace.restFirst, m_pace.poll, m_databaseFailures), Ends::WithTime};
}

void MailWorker::pause(const std::stop_token &stop, const Pause &pause)
{
    std::unique_lock lock(m_mutex);
    m_wake.wait_for(lock, stop, pause.time, [&] { return m_isAwake && pause.ends == Ends::WithNewMail; });
    if (pause.ends == Ends::WithNewMail)
        m_isAwake = false;
}

} // namespace holdfast
