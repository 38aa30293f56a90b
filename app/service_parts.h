// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "accounts/credentials.h"
#include "accounts/customer_directory.h"
#include "app/settings.h"
#include "database/database_thread.h"
#include "desk/desk.h"
#include "http/api.h"
#include "http/endpoints/api_context.h"
#include "http/endpoints/request_limits.h"
#include "http/live/live_hub.h"
#include "http/request_figures.h"
#include "live/change_feed.h"
#include "mail/mail_worker.h"
#include "metrics/registry.h"
#include "stock/stock_lanes.h"
#include "stock/stock_watch.h"

#include <QCoreApplication>

#include <functional>
#include <memory>

namespace holdfast {

/// What the parts tell the service, on their own threads.
struct ServiceListeners
{
    std::function<void()> databaseLooked;
    std::function<void()> stockMovedElsewhere;
    std::function<void(const QString &)> databaseLost;
};

/// Everything that needs an open database, in the order in which it is built; it is taken down in reverse.
/// Made, started and stopped on the main thread.
class ServiceParts final
{
    Q_DECLARE_TR_FUNCTIONS(ServiceParts)

public:
    ServiceParts(const Settings &settings, const ConnectionSettings &database,
                 const StatementBook &statements, const TokenKeys &tokenKeys, ChangeFeed &feed,
                 ServiceListeners listeners);
    ~ServiceParts();
    Q_DISABLE_COPY_MOVE(ServiceParts)

    /// Gives the port; the error is for people.
    std::expected<quint16, QString> start();
    /// Finishes what is in flight (bounded) and ends every thread.
    void stop();

    Desk &desk() { return m_desk; }
    const DatabaseClock &clock() const { return m_clock; }
    /// Counters for the tiles.
    void fill(ServiceState &state) const;

private:
    LaneSurroundings surroundings(const ConnectionSettings &database, const StatementBook &statements);
    StockWatch::Listeners watchListeners();
    Desk::Listeners deskListeners();
    http::ApiContext apiContext();
    void addMetrics();
    void publish(ChangeSet changes);
    void showAudit(const std::vector<AuditFault> &faults);

    const Settings &m_settings;
    ChangeFeed &m_feed;
    const ServiceListeners m_listeners;
    const QString m_serverName;
    DatabaseClock m_clock;
    ExpirySchedule m_schedule;
    StockBoard m_board;
    CustomerDirectory m_customers;
    const LaneSurroundings m_surroundings;
    StockLanes m_lanes;
    StockWatch m_watch;
    DatabaseThread m_database;
    Credentials m_credentials;
    MailWorker m_mail;
    // Touched by the desk's database thread only.
    std::shared_ptr<FeedTap> m_duringSnapshot;
    Desk m_desk;
    const std::unique_ptr<http::RequestLimits> m_limits; // null: none
    metrics::Registry m_metrics;
    http::RequestFigures m_requests;
    const http::ApiContext m_apiContext;
    http::LiveHub m_live;
    http::Api m_api;
};

} // namespace holdfast
