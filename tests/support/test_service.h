// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "accounts/secrets/sodium.h"
#include "http/api.h"
#include "http/endpoints/api_context.h"
#include "http/endpoints/request_limits.h"
#include "http/live/live_hub.h"
#include "http/request_figures.h"
#include "live/change_feed.h"
#include "metrics/registry.h"
#include "stock/stock_watch.h"
#include "tests/support/test_database.h"

#include <atomic>
#include <memory>

namespace holdfast::test {

CredentialOptions cheapCredentials();

class TestService;

/// How a TestService differs from the usual one.
struct TestServiceOptions
{
    http::OpenAccess openAccess = http::OpenAccess::On;
    int holdSecondsDefault = 600;
    int purchaseQuantityMax = Quantity::maximum;
    int lanes = 2;
    /// Cheap hashes and much room for logins, so that tests need not wait.
    CredentialOptions credentials = cheapCredentials();
    /// Signs tokens.
    QByteArray tokenSecret = randomBytes(32).toHex();
    /// Of each address and each user; nothing: no limits.
    std::optional<RateBudget> budget = {};
    ForwardedFor proxies = {};
    http::Settings edge = {};
    http::LiveLimits live = {};
    /// A second server on the database of this one, which must outlive it.
    TestService *beside = nullptr;
};

/// The whole service in this process, without a console: a private schema, lanes, board, watch, reader and
/// the HTTP server on a free port, put together as the program does it. Construct, use and destroy on one
/// thread.
class TestService final
{
public:
    /// Returns once it is ready to serve.
    explicit TestService(const TestServiceOptions &options = {});
    ~TestService();
    Q_DISABLE_COPY_MOVE(TestService)

    quint16 port() const { return m_port; }
    TestDatabase &database() { return *m_database; }
    StockBoard &board() { return m_board; }
    CustomerDirectory &customers() { return m_customers; }
    ChangeFeed &feed() { return m_feed; }
    Credentials &credentials() { return m_credentials; }
    http::LiveHub &live() { return m_live; }
    const http::ApiContext &context() const { return m_context; }
    /// What the server says of itself while it drains: nothing new, please. Requests are still answered.
    void setServing(bool isServing) { m_isServing = isServing; }

    /// Locks the service out of its database, as if that had crashed, and lets it in again.
    void takeDatabaseAway();
    void bringDatabaseBack();
    /// Whether /readyz would say so.
    bool isReady() const;
    /// Ends the test unless the service becomes ready in time.
    void awaitReady();

    /// What `holdfast audit` finds; empty when all adds up.
    QStringList auditFaults();

private:
    LaneSurroundings surroundings();
    StockWatch::Listeners listeners();
    http::ApiContext context(const TestServiceOptions &options);
    void startServer(http::Settings edge);
    void addMetrics();

    const bool m_ownsDatabase;
    const std::shared_ptr<TestDatabase> m_database;
    const ConnectionSettings m_settings; // as a role of its own, which can be locked out
    DatabaseClock m_clock;
    ExpirySchedule m_schedule;
    StockBoard m_board;
    ChangeFeed m_feed;
    CustomerDirectory m_customers;
    const LaneSurroundings m_surroundings;
    StockLanes m_lanes;
    StockWatch m_watch;
    DatabaseThread m_reader;
    Credentials m_credentials;
    const std::unique_ptr<http::RequestLimits> m_limits;
    metrics::Registry m_metrics;
    http::RequestFigures m_requests;
    const http::ApiContext m_context;
    http::LiveHub m_live;
    std::atomic<bool> m_isServing = true;
    std::unique_ptr<http::Api> m_api;
    quint16 m_port = 0;
};

} // namespace holdfast::test
