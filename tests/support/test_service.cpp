// SPDX-License-Identifier: GPL-3.0-only
#include "tests/support/test_service.h"

#include "http/endpoints/metrics.h"
#include "http/endpoints/route_table.h"

#include <QDeadlineTimer>
#include <QThread>
#include <QWebSocket>

namespace holdfast::test {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto readyMax = 30s;
constexpr SessionLimits readerLimits;

/// A role of the schema's name, so that one case can be locked out of a server that others use.
ConnectionSettings asOwnRole(TestDatabase &database)
{
    auto settings = database.settings();
    settings.user = settings.schema;
    settings.password = settings.schema;
    database.exec(u"CREATE ROLE %1 LOGIN SUPERUSER PASSWORD '%1'"_s.arg(settings.user));
    return settings;
}

http::Router routerOf(const http::ApiContext &context)
{
    http::Router router;
    router.add(http::routesOf(context));
    return router;
}

TokenKeys keysOf(const TestServiceOptions &options)
{
    const auto keys = TokenKeys::fromSecrets(options.tokenSecret);
    if (!keys)
        qFatal("The test's secret will not do: %s", qPrintable(keys.error()));
    return *keys;
}

} // namespace

CredentialOptions cheapCredentials()
{
    constexpr RateBudget plenty{.requests = 10'000, .window = 60s};
    return {.passwordCost = {.memoryKib = 64, .passes = 1},
            .loginsOfAddress = plenty,
            .registrationsOfAddress = plenty,
            .intervals = {.refresh = 100ms}};
}

TestService::TestService(const TestServiceOptions &options)
    : m_ownsDatabase(!options.beside)
    , m_database(options.beside ? options.beside->m_database : std::make_shared<TestDatabase>())
    , m_settings(options.beside ? options.beside->m_settings : asOwnRole(*m_database))
    , m_board(m_clock, m_schedule)
    , m_surroundings(surroundings())
    , m_lanes(m_surroundings, options.lanes)
    , m_watch(m_surroundings, listeners())
    , m_reader(m_settings, m_database->book(), readerLimits, u"reader"_s, {}, DatabaseThread::awayMax)
    , m_credentials(keysOf(options), m_reader, options.credentials)
    , m_limits(options.budget ? std::make_unique<http::RequestLimits>(*options.budget) : nullptr)
    , m_requests(http::routeNames())
    , m_context(context(options))
    , m_live(m_feed, m_context, options.live)
{
    m_lanes.start();
    m_watch.start();
    m_reader.start();
    m_credentials.start();
    m_live.start();
    startServer(options.edge);
    awaitReady();
}

TestService::~TestService()
{
    m_live.stop();
    m_api->stop();
    m_credentials.stop();
    m_reader.stop();
    m_watch.stop();
    m_lanes.stop();
    if (m_ownsDatabase)
        m_database->exec(u"DROP ROLE "_s + m_settings.user);
}

LaneSurroundings TestService::surroundings()
{
    return {
        .database = m_settings,
        .statements = m_database->book(),
        .clock = m_clock,
        .schedule = m_schedule,
        .board = m_board,
        .serverName = u"test"_s,
        .publish = [this](const ChangeSet &changes) { m_feed.publish(changes); },
        .learnCustomers = [this](const QHash<QString, UserId> &customers) { m_customers.learn(customers); }};
}

StockWatch::Listeners TestService::listeners()
{
    return {.changed = [this](const ChangeSet &changes) { m_feed.publish(changes); },
            .looked = [](bool) {},
            .lost = [](const QString &) {}};
}

http::ApiContext TestService::context(const TestServiceOptions &options)
{
    return {.lanes = m_lanes,
            .board = m_board,
            .clock = m_clock,
            .database = m_reader,
            .customers = m_customers,
            .credentials = m_credentials,
            .metrics = m_metrics,
            .settings = {.openAccess = options.openAccess,
                         .holdSecondsDefault = options.holdSecondsDefault,
                         .purchaseQuantityMax = options.purchaseQuantityMax,
                         .proxies = options.proxies,
                         .allowedOrigins = options.edge.allowedOrigins,
                         .serverName = u"test"_s},
            .isServing = [this] { return m_isServing.load(); },
            .publish = [this](const ChangeSet &changes) { m_feed.publish(changes); },
            .limits = m_limits.get()};
}

void TestService::startServer(http::Settings edge)
{
    edge.webSocketPaths = http::LiveHub::paths();
    const auto count = [this](const http::FinishedRequest &request) { m_requests.count(request); };
    m_api = std::make_unique<http::Api>(edge, routerOf(m_context), http::Gate(), count);
    m_api->onWebSocket([this](std::unique_ptr<QWebSocket> socket) { m_live.accept(std::move(socket)); });
    addMetrics();
    const auto port = m_api->start(QHostAddress::LocalHost, 0);
    if (!port)
        qFatal("The test service cannot listen: %s", qPrintable(port.error()));
    m_port = *port;
}

void TestService::addMetrics()
{
    http::metrics_text::addService(m_metrics, m_context);
    m_requests.addTo(m_metrics);
    m_api->addTo(m_metrics);
    m_live.addTo(m_metrics);
}

void TestService::takeDatabaseAway()
{
    m_database->exec(u"ALTER ROLE "_s + m_settings.user + u" NOLOGIN"_s);
    m_database->terminateSessions();
}

void TestService::bringDatabaseBack()
{
    m_database->exec(u"ALTER ROLE "_s + m_settings.user + u" LOGIN"_s);
}

bool TestService::isReady() const
{
    const auto reading = m_clock.reading();
    const bool isFresh = reading && std::chrono::steady_clock::now() - reading->taken < 1s;
    return m_board.isFilled() && isFresh && m_reader.isConnected() && m_credentials.watch.isFresh();
}

void TestService::awaitReady()
{
    const QDeadlineTimer deadline(readyMax);
    while (!isReady()) {
        if (deadline.hasExpired())
            qFatal("The test service is not ready");
        QThread::msleep(5);
    }
}

QStringList TestService::auditFaults()
{
    return m_database->column(
        u"SELECT concat_ws(' ', fault, product_id, expected, found) FROM audit_stock()"_s);
}

} // namespace holdfast::test
