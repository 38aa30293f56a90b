// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "accounts/admins.h"
#include "accounts/credential_news.h"
#include "database/database_thread.h"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <expected>
#include <mutex>
#include <thread>

namespace holdfast {

/// How often CredentialWatch does what.
struct CredentialIntervals
{
    std::chrono::milliseconds refresh{1'000};
    std::chrono::milliseconds tidy{60'000};
};

/// Keeps what a request's credentials are checked against as the database has it, so that checking never
/// waits for the database: revoked tokens, API keys, admins. Asks every second on a thread of its own,
/// through a DatabaseThread that others may use as well. Every minute it also writes back which keys were
/// used, and deletes revocations that nobody needs any more.
class CredentialWatch final
{
public:
    /// How old the newest answer may be: what was ended on another server is refused here within that time,
    /// or nothing is believed at all.
    static constexpr std::chrono::seconds ageMax{5};

    /// What is kept fresh.
    struct Targets
    {
        Revocations &revocations;
        KnownApiKeys &apiKeys;
        Admins &admins;
    };

    /// `database` and the targets must outlive the watch; `database` is started before it, and stopped
    /// after it.
    CredentialWatch(DatabaseThread &database, Targets targets, CredentialIntervals intervals = {});
    /// Stops.
    ~CredentialWatch();
    Q_DISABLE_COPY_MOVE(CredentialWatch)

    /// Asks for the first time at once, on its thread; does not wait for it. Once.
    void start();
    /// Writes the last uses of keys, if the database is there, and ends the thread.
    void stop();

    /// Asks soon: something was changed here. Any thread.
    void refreshNow();

    /// Asks at once, on the thread of `database` and its connection: for whoever has changed credentials
    /// there and wants them to hold before it answers. (What is read on that thread is learnt on it, too, so
    /// that an older answer never goes over a newer one.)
    std::expected<void, SqlError> refreshOn(Connection &connection);

    /// False: the newest answer is older than ageMax, or there is none yet. Any thread.
    bool isFresh() const;

private:
    using Clock = std::chrono::steady_clock;

    void work(const std::stop_token &stop);
    void refresh();
    void tell(const SqlError &error);
    void learn(const CredentialNews &news);
    void tidy();
    void pause(const std::stop_token &stop);

    DatabaseThread &m_database;
    const Targets m_targets;
    const CredentialIntervals m_intervals;
    std::atomic<Clock::time_point> m_refreshedAt{};
    std::atomic<bool> m_isRefreshed = false;
    std::mutex m_mutex;
    std::condition_variable_any m_wake;
    // Guarded by m_mutex.
    bool m_isAsked = false;
    // Written on the database's thread.
    std::atomic<Instant> m_since{};
    // The thread's own.
    bool m_isFaultTold = false;
    std::jthread m_thread;
};

} // namespace holdfast
