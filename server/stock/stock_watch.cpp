// SPDX-License-Identifier: GPL-3.0-only
#include "stock/stock_watch.h"

#include "stock/catalogue.h"
#include "stock/sales.h"

#include <QLoggingCategory>
#include <QTimer>

#include <algorithm>

namespace holdfast {

using namespace Qt::StringLiterals;
using namespace std::chrono;

namespace {

Q_LOGGING_CATEGORY(logWatch, "holdfast.stock.watch")

constexpr SessionLimits watchLimits{.lock = 1'000ms, .statement = 5'000ms, .idleInTransaction = 10'000ms};
// Looking takes at most a tenth of the time.
constexpr int restPerLook = 9;

} // namespace

/// Lives on the watch's thread.
class StockWatch::Worker final : public QObject
{
public:
    Worker(const LaneSurroundings &surroundings, Listeners listeners)
        : m_surroundings(surroundings)
        , m_listeners(std::move(listeners))
        , m_timer(this)
    {
        m_timer.setSingleShot(true);
        connect(&m_timer, &QTimer::timeout, this, &Worker::look);
    }

    void look();
    void lookSoon();
    void end();

private:
    bool ensureConnected();
    std::expected<bool, SqlError> readAll();
    void hear(const QString &payload);
    void tellLost(const SqlError &error);

    const LaneSurroundings &m_surroundings;
    const Listeners m_listeners;
    QTimer m_timer;
    std::unique_ptr<Connection> m_connection;
    steady_clock::time_point m_restsUntil;
    bool m_isLost = false;
};

void StockWatch::Worker::look()
{
    const auto began = steady_clock::now();
    if (ensureConnected()) {
        if (const auto isForeign = readAll()) {
            m_isLost = false;
            m_listeners.looked(*isForeign);
        } else {
            tellLost(isForeign.error());
        }
    }
    const auto took = duration_cast<milliseconds>(steady_clock::now() - began);
    m_restsUntil = steady_clock::now() + took * restPerLook;
    m_timer.start(std::max<milliseconds>(lookInterval, took * restPerLook));
}

// However many announcements come, looking keeps to its share of the time.
void StockWatch::Worker::lookSoon()
{
    const auto rest =
        ceil<milliseconds>(std::max<steady_clock::duration>(m_restsUntil - steady_clock::now(), 0ms));
    if (!m_timer.isActive() || m_timer.remainingTimeAsDuration() > rest)
        m_timer.start(rest);
}

void StockWatch::Worker::end()
{
    m_timer.stop();
    m_connection.reset();
}

bool StockWatch::Worker::ensureConnected()
{
    if (!m_connection) {
        m_connection =
            std::make_unique<Connection>(m_surroundings.database, m_surroundings.statements, watchLimits);
        const QString channel = u"holdfast_"_s + m_surroundings.database.schema;
        static_cast<void>(m_connection->listen(channel, [this](const QString &payload) { hear(payload); }));
    }
    if (m_connection->isOpen())
        return true;
    if (const auto opened = m_connection->open(); !opened) {
        tellLost(opened.error());
        return false;
    }
    return true;
}

// Answers whether stock had moved without this process's doing.
std::expected<bool, SqlError> StockWatch::Worker::readAll()
{
    const auto readSince = steady_clock::now();
    const auto now = readDatabaseTime(*m_connection);
    if (!now)
        return std::unexpected(now.error());
    m_surroundings.clock.observe(*now, readSince);
    const auto sales = readSales(*m_connection);
    if (!sales)
        return std::unexpected(sales.error());
    const auto products = readProducts(*m_connection);
    if (!products)
        return std::unexpected(products.error());
    const auto difference = m_surroundings.board.replaceAll(*products, *sales, readSince);
    if (!difference.changes.isEmpty())
        m_listeners.changed(difference.changes);
    return difference.isStockForeign;
}

void StockWatch::Worker::hear(const QString &payload)
{
    const bool isOwn = payload.section(u' ', 0, 0) == m_surroundings.serverName;
    if (!isOwn)
        lookSoon();
}

void StockWatch::Worker::tellLost(const SqlError &error)
{
    if (!std::exchange(m_isLost, true)) {
        qCWarning(logWatch, "The database cannot be reached: %s", qUtf8Printable(error.text));
        m_listeners.lost(error.text);
    }
}

StockWatch::StockWatch(const LaneSurroundings &surroundings, Listeners listeners)
    : m_worker(std::make_unique<Worker>(surroundings, std::move(listeners)))
{
    m_thread.setObjectName(u"stock watch"_s);
    m_worker->moveToThread(&m_thread);
}

StockWatch::~StockWatch()
{
    stop();
}

void StockWatch::start()
{
    m_thread.start();
    lookNow();
}

void StockWatch::stop()
{
    if (!m_thread.isRunning())
        return;
    QMetaObject::invokeMethod(
        m_worker.get(), [this] { m_worker->end(); }, Qt::BlockingQueuedConnection);
    m_thread.quit();
    m_thread.wait();
}

void StockWatch::lookNow()
{
    QMetaObject::invokeMethod(
        m_worker.get(), [this] { m_worker->lookSoon(); }, Qt::QueuedConnection);
}

} // namespace holdfast
