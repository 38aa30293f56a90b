// SPDX-License-Identifier: GPL-3.0-only
#include "app/service_parts.h"

#include "http/endpoints/metrics.h"
#include "http/endpoints/route_table.h"

#include <QLoggingCategory>
#include <QUuid>
#include <QWebSocket>

namespace holdfast {

using namespace Qt::StringLiterals;

namespace {

Q_LOGGING_CATEGORY(logRequests, "holdfast.http.requests")

constexpr SessionLimits endpointLimits;

// One up to two cores; a lane more only pays off where cores are free for it and its PostgreSQL session.
int lanesForThisMachine()
{
    return std::clamp(QThread::idealThreadCount() / 4, 1, 4);
}

http::Router routerOf(const http::ApiContext &context)
{
    http::Router router;
    router.add(http::routesOf(context));
    return router;
}

http::Settings edgeSettings(const Settings &settings)
{
    http::Settings edge;
    edge.allowedOrigins = settings.corsOrigins;
    edge.webSocketPaths = http::LiveHub::paths();
    edge.trustedProxies = settings.trustedProxies.proxies();
    return edge;
}

std::unique_ptr<http::RequestLimits> limitsOf(const Settings &settings)
{
    if (settings.rateLimitRequests == 0)
        return nullptr;
    return std::make_unique<http::RequestLimits>(
        RateBudget{.requests = settings.rateLimitRequests, .window = settings.rateLimitWindow});
}

void log(const http::FinishedRequest &request)
{
    const auto milliseconds = static_cast<double>(request.duration.count()) / 1000.0;
    if (request.status >= 500) {
        qCWarning(logRequests, "[request %s] %s answered %d in %.1f ms", request.requestId.constData(),
                  request.route, request.status, milliseconds);
    } else {
        qCDebug(logRequests, "[request %s] %s answered %d in %.1f ms", request.requestId.constData(),
                request.route, request.status, milliseconds);
    }
}

} // namespace

ServiceParts::ServiceParts(const Settings &settings, const ConnectionSettings &database,
                           const StatementBook &statements, const TokenKeys &tokenKeys, ChangeFeed &feed,
                           ServiceListeners listeners)
    : m_settings(settings)
    , m_feed(feed)
    , m_listeners(std::move(listeners))
    , m_serverName(QUuid::createUuid().toString(QUuid::Id128))
    , m_board(m_clock, m_schedule)
    , m_surroundings(surroundings(database, statements))
    , m_lanes(m_surroundings, lanesForThisMachine())
    , m_watch(m_surroundings, watchListeners())
    , m_database(database, statements, endpointLimits, u"endpoints"_s, {}, DatabaseThread::awayMax)
    , m_credentials(tokenKeys, m_database)
    , m_mail(database, statements, settings.mailServer)
    , m_desk(m_surroundings, m_lanes, deskListeners())
    , m_limits(limitsOf(settings))
    , m_requests(http::routeNames())
    , m_apiContext(apiContext())
    , m_live(feed, m_apiContext)
    , m_api(edgeSettings(settings), routerOf(m_apiContext), {}, [this](const http::FinishedRequest &request) {
        m_requests.count(request);
        log(request);
    })
{
    m_api.onWebSocket([this](std::unique_ptr<QWebSocket> socket) { m_live.accept(std::move(socket)); });
    addMetrics();
}

ServiceParts::~ServiceParts()
{
    stop();
}

std::expected<quint16, QString> ServiceParts::start()
{
    m_lanes.start();
    m_watch.start();
    m_database.start();
    m_credentials.start();
    m_mail.start();
    m_desk.start();
    m_live.start();
    return m_api.start(m_settings.bindAddress, m_settings.port);
}

// From the outside in: what still runs inside answers what was let in before. Mail is told first, as nobody
// waits for it, and a mail server may make it take its time.
void ServiceParts::stop()
{
    m_mail.requestStop();
    m_live.stop();
    m_api.stop();
    m_desk.stop();
    m_watch.stop();
    m_lanes.stop();
    m_mail.stop();
    m_credentials.stop();
    m_database.stop();
}

LaneSurroundings ServiceParts::surroundings(const ConnectionSettings &database,
                                            const StatementBook &statements)
{
    return {
        .database = database,
        .statements = statements,
        .clock = m_clock,
        .schedule = m_schedule,
        .board = m_board,
        .serverName = m_serverName,
        .publish = [this](ChangeSet changes) { publish(std::move(changes)); },
        .learnCustomers = [this](const QHash<QString, UserId> &customers) { m_customers.learn(customers); }};
}

StockWatch::Listeners ServiceParts::watchListeners()
{
    return {.changed = [this](const ChangeSet &changes) { m_feed.publish(changes); },
            .looked =
                [this](bool isForeign) {
                    m_feed.confirmFresh();
                    m_listeners.databaseLooked();
                    if (isForeign)
                        m_listeners.stockMovedElsewhere();
                },
            .lost = [this](const QString &why) { m_listeners.databaseLost(why); }};
}

Desk::Listeners ServiceParts::deskListeners()
{
    return {.snapshotBegins = [this] { m_duringSnapshot = m_feed.tap(); },
            .snapshotRead =
                [this](const ChangeSet &everything) {
                    m_feed.publishSnapshot(everything, *m_duringSnapshot);
                    m_duringSnapshot.reset();
                },
            .audited = [this](const std::vector<AuditFault> &faults) { showAudit(faults); },
            .auditFailed =
                [this](const QString &) {
                    m_feed.updateService([](ServiceState &state) {
                        state.audit = Health::Unknown;
                        state.auditText = tr("not checked: the database did not answer");
                    });
                },
            .apiKeysChanged = [this] { m_credentials.watch.refreshNow(); }};
}

http::ApiContext ServiceParts::apiContext()
{
    return {.lanes = m_lanes,
            .board = m_board,
            .clock = m_clock,
            .database = m_database,
            .customers = m_customers,
            .credentials = m_credentials,
            .metrics = m_metrics,
            .settings = {.openAccess = m_settings.isOpenAccess ? http::OpenAccess::On : http::OpenAccess::Off,
                         .holdSecondsDefault = static_cast<int>(m_settings.reservationTtl.count()),
                         .purchaseQuantityMax = m_settings.purchaseQuantityMax,
                         .proxies = m_settings.trustedProxies,
                         .allowedOrigins = m_settings.corsOrigins,
                         .serverName = m_serverName,
                         .startedAt = std::chrono::steady_clock::now()},
            .isServing = [this] { return m_api.isReady(); },
            .publish = [this](ChangeSet changes) { publish(std::move(changes)); },
            .limits = m_limits.get()};
}

void ServiceParts::addMetrics()
{
    http::metrics_text::addService(m_metrics, m_apiContext);
    m_requests.addTo(m_metrics);
    m_api.addTo(m_metrics);
    m_live.addTo(m_metrics);
    m_mail.addTo(m_metrics);
}

void ServiceParts::fill(ServiceState &state) const
{
    state.requests = static_cast<qint64>(m_requests.requests());
    state.orders = static_cast<qint64>(m_lanes.purchases());
    state.refusals = 0;
    for (int index = 0; index < errorCodeCount; ++index) {
        const auto code = static_cast<ErrorCode>(index);
        const auto refusals = static_cast<qint64>(m_requests.refusals(code));
        state.refusals += refusals;
        if (refusals > 0)
            state.refusalsByCode.insert(code, refusals);
    }
}

void ServiceParts::publish(ChangeSet changes)
{
    const bool isBought = !changes.purchases.empty();
    m_feed.publish(std::move(changes));
    if (isBought)
        m_mail.wake();
}

void ServiceParts::showAudit(const std::vector<AuditFault> &faults)
{
    for (const auto &fault : faults)
        qCritical("Audit: %s", qUtf8Printable(auditText(fault)));
    m_feed.updateService([&faults](ServiceState &state) {
        state.audit = faults.empty() ? Health::Good : Health::Down;
        state.auditText = faults.empty()
            ? tr("every product adds up")
            : tr("%n difference(s) found", nullptr, static_cast<int>(faults.size()));
    });
}

} // namespace holdfast
