// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "database/connection_settings.h"
#include "database/sql_error.h"
#include "database/statement_book.h"
#include "mail/mail_figures.h"
#include "mail/mail_pace.h"
#include "mail/smtp_settings.h"

#include <QtGlobal>

#include <condition_variable>
#include <expected>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>

namespace holdfast::metrics {
class Registry;
}

namespace holdfast {

class Connection;
class MailSender;

/// Sends the mail that orders leave in the outbox, on a thread with a database session of its own. Any number
/// of servers on one database share the work. Without a mail server it marks what waits as not sent, and logs
/// that, unless another server on the database can send.
class MailWorker final
{
public:
    /// `book` must outlive the worker. No settings: no mail server.
    MailWorker(ConnectionSettings database, const StatementBook &book, std::optional<SmtpSettings> settings,
               const MailPace &pace = {});
    /// Stops.
    ~MailWorker();
    Q_DISABLE_COPY_MOVE(MailWorker)

    void start();
    /// Begins to stop; waits for nothing.
    void requestStop();
    /// Ends within a second, or SmtpLimits::stopGrace when a mail has just been handed over, whatever the
    /// mail server does; a database that hangs is waited for. Mail that was not sent waits for the next
    /// start.
    void stop();

    /// There may be new mail. Any thread; never waits.
    void wake();

    /// What came of its mail. It must outlive the registry's last text().
    void addTo(metrics::Registry &registry) const;

private:
    /// A mail server, or a database, that does not serve is left alone, whatever new mail there is.
    enum class Ends { WithTime, WithNewMail };
    struct Pause
    {
        std::chrono::milliseconds time;
        Ends ends;
    };

    void work(const std::stop_token &stop);
    std::expected<void, SqlError> ensureConnected(Connection &connection);
    /// Each tells the pause that follows it.
    std::expected<Pause, SqlError> round(Connection &connection, const std::stop_token &stop);
    std::expected<Pause, SqlError> giveUp(Connection &connection);
    std::expected<bool, SqlError> isAloneForLong(Connection &connection);
    Pause restAfter(const SqlError &error);
    void pause(const std::stop_token &stop, const Pause &pause);

    const ConnectionSettings m_database;
    const StatementBook &m_book;
    const std::optional<SmtpSettings> m_settings;
    const MailPace m_pace;
    MailFigures m_figures;
    // Used by the worker's thread only.
    std::unique_ptr<MailSender> m_sender;
    int m_databaseFailures = 0;
    // Since when no other server could send, for one that cannot.
    std::optional<std::chrono::steady_clock::time_point> m_aloneSince;

    std::mutex m_mutex;
    std::condition_variable_any m_wake;
    // Guarded by m_mutex.
    bool m_isAwake = false;

    std::jthread m_thread;
};

} // namespace holdfast
