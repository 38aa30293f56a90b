// SPDX-License-Identifier: GPL-3.0-only
#include "app/service.h"

#include "app/commands.h"
#include "app/credential_preparation.h"
#include "app/demo/demo_sale.h"
#include "app/service_parts.h"
#include "app/stop_deadline.h"

#include <QLoggingCategory>

#include <cstdlib>

namespace holdfast {

using namespace Qt::StringLiterals;

namespace {

Q_LOGGING_CATEGORY(logService, "holdfast.service")

QUrl urlOf(const QHostAddress &address, quint16 port)
{
    QUrl url;
    url.setScheme(u"http"_s);
    url.setHost(address == QHostAddress::Any || address == QHostAddress::AnyIPv4 ? u"127.0.0.1"_s
                                                                                 : address.toString());
    url.setPort(port);
    return url;
}

QString withoutLineBreaks(QString text)
{
    return text.replace(u'\n', u' ');
}

} // namespace

Service::Service(const Settings &settings, QObject *parent)
    : QObject(parent)
    , m_settings(settings)
    , m_database(settings, m_statements)
{
    m_feed.updateService([&settings](ServiceState &state) {
        state.isOpenAccess = settings.isOpenAccess;
        state.isDemo = settings.isDemo;
        state.databaseText = tr("starting");
        state.serverText = tr("waiting for the database");
    });
    connect(&m_beat, &QTimer::timeout, this, &Service::showFigures);
}

Service::~Service()
{
    stop();
}

Desk *Service::desk()
{
    return m_parts ? &m_parts->desk() : nullptr;
}

void Service::start()
{
    m_opener = std::thread([this] {
        const auto opened = openDatabase();
        QMetaObject::invokeMethod(
            this, [this, opened] { opened ? serve() : fail(opened.error()); }, Qt::QueuedConnection);
    });
}

// On the opener's thread.
std::expected<void, StartFault> Service::openDatabase()
{
    if (auto opened = m_database.openAndMigrate(); !opened)
        return opened;
    auto keys = prepareTokenKeys(m_settings);
    if (!keys)
        return std::unexpected(std::move(keys.error()));
    m_tokenKeys.emplace(*std::move(keys));
    return prepareDatabase();
}

std::expected<void, StartFault> Service::prepareDatabase()
{
    Connection connection(m_database.connection(), m_statements);
    if (const auto opened = connection.open(); !opened) {
        return std::unexpected(StartFault{ExitCode::DatabaseUnavailable,
                                          u"Cannot reach the database: "_s + opened.error().text});
    }
    if (auto prepared = prepareFirstAdmin(connection, m_settings); !prepared || !m_settings.isDemo)
        return prepared;
    if (const auto prepared = prepareDemoSale(connection); !prepared) {
        return std::unexpected(StartFault{ExitCode::DatabaseUnavailable,
                                          u"The demo's sale could not be made: "_s + prepared.error().text});
    }
    return {};
}

void Service::serve()
{
    qCInfo(logService, "%s", qUtf8Printable(m_database.migrationText()));
    watchCluster();
    m_parts = std::make_unique<ServiceParts>(
        m_settings, m_database.connection(), m_statements, *m_tokenKeys, m_feed,
        ServiceListeners{
            .databaseLooked = [this] { showDatabase(Health::Good, {}); },
            .stockMovedElsewhere =
                [this] {
                    QMetaObject::invokeMethod(
                        this, [this] { m_parts->desk().requestSnapshot(); }, Qt::QueuedConnection);
                },
            .databaseLost = [this](const QString &) { showDatabase(Health::Down, tr("does not answer")); }});
    const auto port = m_parts->start();
    if (!port) {
        fail({ExitCode::CannotBind, port.error()});
        return;
    }
    const QUrl url = urlOf(m_settings.bindAddress, *port);
    m_feed.updateService([&url](ServiceState &state) {
        state.server = Health::Good;
        state.serverText = url.toString();
    });
    m_beat.start(beat);
    qCInfo(logService, "Serving at %s", qUtf8Printable(url.toString()));
    emit started(url);
}

void Service::fail(const StartFault &fault)
{
    m_feed.updateService([&fault](ServiceState &state) {
        state.server = Health::Down;
        state.serverText = withoutLineBreaks(fault.message);
    });
    emit failed(fault);
}

void Service::watchCluster()
{
    auto *cluster = m_database.cluster();
    if (!cluster)
        return;
    connect(cluster, &PrivateCluster::died, this,
            [this] { showDatabase(Health::Down, tr("PostgreSQL ended; starting it again")); });
    connect(cluster, &PrivateCluster::gaveUp, this, [this](const ClusterError &error) {
        qCCritical(logService, "%s", qUtf8Printable(withoutLineBreaks(error.text())));
        showDatabase(Health::Down, withoutLineBreaks(error.message));
    });
}

// Any thread.
void Service::showDatabase(Health health, const QString &text)
{
    const QString kind = m_settings.externalDatabase ? tr("external PostgreSQL") : tr("private PostgreSQL");
    m_feed.updateService([&](ServiceState &state) {
        state.database = health;
        state.databaseText = text.isEmpty() ? kind : text;
    });
}

void Service::showFigures()
{
    m_feed.updateService([this](ServiceState &state) {
        m_parts->fill(state);
        state.clock = m_parts->clock().reading();
    });
}

void Service::stop()
{
    m_beat.stop();
    m_database.interrupt();
    stopParts();
    if (auto *cluster = m_database.cluster())
        cluster->stop();
}

void Service::stopParts()
{
    const StopDeadline lastDeadline(stopMax, endAtOnce);
    const StopDeadline deadline(partsStopMax, [this] { endSilentDatabase(); });
    if (m_opener.joinable())
        m_opener.join();
    if (m_parts)
        m_parts->stop();
    m_parts.reset();
}

// A thread that waits for PostgreSQL's answer waits for as long as the session lasts.
void Service::endSilentDatabase()
{
    qCWarning(logService, "The database does not answer; ending without waiting for it");
    if (auto *cluster = m_database.cluster())
        cluster->stop();
}

// Nothing is lost: what was answered is in the database. The log's writer would not get to write any more.
void Service::endAtOnce()
{
    tell({ExitCode::Failure, u"The database does not answer; ended without stopping in order."_s});
    std::_Exit(toInt(ExitCode::Failure));
}

} // namespace holdfast
