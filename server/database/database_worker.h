// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "database/connection.h"
#include "database/database_figures.h"
#include "database/database_queue.h"

#include <QEventLoop>
#include <QObject>
#include <QTimer>

namespace holdfast {

/// What runs on a DatabaseThread: made, used and destroyed there.
class DatabaseWorker final : public QObject
{
public:
    /// Between two attempts to connect: doubled from the first to the second.
    static constexpr std::chrono::milliseconds backOffMin{50};
    static constexpr std::chrono::milliseconds backOffMax{1'000};
    /// An idle connection is tried this often, so that a break is found before somebody's write finds it.
    static constexpr std::chrono::milliseconds watchPeriod{500};

    using ConnectedHandler = std::function<void(Connection &)>;

    DatabaseWorker(const ConnectionSettings &settings, const StatementBook &book, SessionLimits limits,
                   DatabaseQueue &queue, DatabaseFigures &figures, std::chrono::milliseconds awayMax,
                   ConnectedHandler connected);
    ~DatabaseWorker() override;

    /// Works until the queue is closed.
    void work();

private:
    void turn();
    void runNextTask();
    void watch();
    void connectAgain();
    void tryToConnect();
    void tell(const QString &fault);
    void refuseAllIfAwayTooLong();
    void refuseAll(const SqlError &error);

    Connection m_connection;
    DatabaseQueue &m_queue;
    DatabaseFigures &m_figures;
    const ConnectedHandler m_connected;
    QEventLoop m_loop;
    QTimer m_retryTimer;
    QTimer m_deadlineTimer;
    QTimer m_watchTimer;
    std::chrono::milliseconds m_backOff = backOffMin;
    QString m_lastFault;
};

} // namespace holdfast
