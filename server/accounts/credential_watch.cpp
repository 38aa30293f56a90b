// SPDX-License-Identifier: GPL-3.0-only
#include "accounts/credential_watch.h"

#include <QLoggingCategory>

#include <future>
#include <memory>

namespace holdfast {

using namespace std::chrono_literals;

namespace {

Q_LOGGING_CATEGORY(lcAccounts, "holdfast.accounts")

// A transaction may show up this much later than the moment it wrote down: longer than any session of ours
// may keep one open.
constexpr auto overlap = 30s;

// Waits for the answer, which DatabaseThread gives exactly once.
template <typename Work>
std::invoke_result_t<Work &, Connection &> answerOf(DatabaseThread &database, Work work, bool isWrite)
{
    using Result = std::invoke_result_t<Work &, Connection &>;
    // Shared with whoever answers: this thread may wake, and return, before set_value() has.
    const auto promise = std::make_shared<std::promise<Result>>();
    auto future = promise->get_future();
    auto done = [promise](Result result) { promise->set_value(std::move(result)); };
    if (isWrite)
        database.write(std::move(work), std::move(done));
    else
        database.read(std::move(work), std::move(done));
    return future.get();
}

} // namespace

CredentialWatch::CredentialWatch(DatabaseThread &database, Targets targets, CredentialIntervals intervals)
    : m_database(database)
    , m_targets(targets)
    , m_intervals(intervals)
{
}

CredentialWatch::~CredentialWatch()
{
    stop();
}

void CredentialWatch::start()
{
    m_thread = std::jthread([this](const std::stop_token &stop) { work(stop); });
}

void CredentialWatch::stop()
{
    m_thread.request_stop();
    if (m_thread.joinable())
        m_thread.join();
}

void CredentialWatch::refreshNow()
{
    {
        const std::lock_guard lock(m_mutex);
        m_isAsked = true;
    }
    m_wake.notify_one();
}

bool CredentialWatch::isFresh() const
{
    return m_isRefreshed && Clock::now() - m_refreshedAt.load() <= ageMax;
}

void CredentialWatch::work(const std::stop_token &stop)
{
    auto tidyAt = Clock::now() + m_intervals.tidy;
    while (!stop.stop_requested()) {
        refresh();
        if (Clock::now() >= tidyAt) {
            tidy();
            tidyAt = Clock::now() + m_intervals.tidy;
        }
        pause(stop);
    }
    tidy();
}

void CredentialWatch::pause(const std::stop_token &stop)
{
    std::unique_lock lock(m_mutex);
    m_wake.wait_for(lock, stop, m_intervals.refresh, [this] { return m_isAsked; });
    m_isAsked = false;
}

void CredentialWatch::refresh()
{
    const auto refreshed = answerOf(
        m_database, [this](Connection &connection) { return refreshOn(connection); }, false);
    if (!refreshed)
        return tell(refreshed.error());
    m_isFaultTold = false;
}

std::expected<void, SqlError> CredentialWatch::refreshOn(Connection &connection)
{
    const auto asked = Clock::now();
    constexpr int limit = Revocations::entriesMax + 1; // one more shows that there are too many
    const auto news = readCredentialNews(connection, m_since, limit);
    if (!news)
        return std::unexpected(news.error());
    learn(*news);
    m_refreshedAt = asked;
    m_isRefreshed = true;
    return {};
}

// Once until it works again; outages the database's thread has told already.
void CredentialWatch::tell(const SqlError &error)
{
    if (!error.isOutage() && !std::exchange(m_isFaultTold, true))
        qCWarning(lcAccounts, "Credentials cannot be read: %s", qPrintable(error.text));
}

void CredentialWatch::learn(const CredentialNews &news)
{
    m_targets.revocations.learn(news.revoked, news.cuts, news.readAt);
    m_targets.revocations.purge(news.readAt);
    m_targets.apiKeys.replace(news.apiKeys);
    m_targets.admins.replace(news.admins);
    m_since = news.readAt - overlap;
}

void CredentialWatch::tidy()
{
    // Kept a while longer than anybody believes the tokens, so that servers whose clocks differ agree.
    const Instant before = m_since.load() - 5min;
    const auto tidied = answerOf(
        m_database,
        [before, used = m_targets.apiKeys.takeUsed()](Connection &connection) {
            return tidyCredentials(connection, before, used);
        },
        true);
    if (!tidied && !tidied.error().isOutage())
        qCWarning(lcAccounts, "Credentials cannot be tidied: %s", qPrintable(tidied.error().text));
}

} // namespace holdfast
