// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "accounts/tokens/token_keys.h"
#include "app/database_access.h"
#include "app/settings.h"
#include "live/change_feed.h"

#include <QObject>
#include <QTimer>
#include <QUrl>

#include <memory>
#include <thread>

namespace holdfast {

class Desk;
class ServiceParts;

/// The whole server behind the window. It opens the database without making the main thread wait, begins to
/// serve, keeps the feed's idea of the service's state up to date, and takes everything down in reverse.
/// Lives on the main thread.
class Service final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Service)

public:
    /// How often counters and clock reach the feed.
    static constexpr std::chrono::milliseconds beat{250};
    /// What is in flight has ten seconds; who then still waits, waits for a database that hangs.
    static constexpr std::chrono::seconds partsStopMax{12};
    /// Leaves the private PostgreSQL its time to end; below the 90 seconds that service managers give.
    static constexpr std::chrono::seconds stopMax{45};

    /// `settings` must outlive it.
    explicit Service(const Settings &settings, QObject *parent = nullptr);
    /// Stops, if need be.
    ~Service() override;

    /// Opens the database on a thread of its own, then begins to serve; started() or failed() tells.
    void start();
    /// Readiness off, nothing new accepted, what is in flight finished (bounded), then everything down.
    /// Blocks, for stopMax at most: then the process ends with ExitCode::Failure.
    void stop();

    ChangeFeed &feed() { return m_feed; }
    /// Nothing before started().
    Desk *desk();

signals:
    /// Serving. `url` has the address and port that clients use.
    void started(const QUrl &url);
    /// Not serving, and never will: leave with the fault's code.
    void failed(const holdfast::StartFault &fault);

private:
    std::expected<void, StartFault> openDatabase();
    std::expected<void, StartFault> prepareDatabase();
    void serve();
    void fail(const StartFault &fault);
    void stopParts();
    void endSilentDatabase();
    [[noreturn]] static void endAtOnce();
    void watchCluster();
    void showDatabase(Health health, const QString &text);
    void showFigures();

    const Settings &m_settings;
    ChangeFeed m_feed;
    const StatementBook m_statements;
    DatabaseAccess m_database;
    // Made by the opener, before it says that it is done.
    std::optional<TokenKeys> m_tokenKeys;
    std::thread m_opener;
    std::unique_ptr<ServiceParts> m_parts;
    QTimer m_beat;
};

} // namespace holdfast
