// SPDX-License-Identifier: GPL-3.0-only
#include "app/status_line.h"

#include <QLoggingCategory>

#include <cmath>
#include <utility>

namespace holdfast {

using namespace Qt::StringLiterals;
using Clock = std::chrono::steady_clock;

namespace {

Q_LOGGING_CATEGORY(statusLog, "holdfast.status", QtInfoMsg)

QString databaseTrouble(const ServiceState &service)
{
    return service.database == Health::Down ? u" · DATABASE DOWN"_s : QString();
}

} // namespace

StatusLine::StatusLine(std::shared_ptr<FeedTap> tap, LogWriter &writer, QObject *parent)
    : QObject(parent)
    , m_tap(std::move(tap))
    , m_writer(writer)
    , m_shownBefore(Clock::now())
{
    connect(&m_timer, &QTimer::timeout, this, &StatusLine::show);
    m_timer.start(beat);
}

QString StatusLine::next()
{
    apply(m_tap->take());
    qint64 held = 0;
    qint64 sold = 0;
    for (const StockState &stock : std::as_const(m_stocks)) {
        held += stock.level.reserved;
        sold += stock.level.sold;
    }
    return u"%1 products · %2 units held · %3 sold · %4 requests/s%5"_s.arg(
        QString::number(m_stocks.size()), QString::number(held), QString::number(sold), requestsPerSecond(),
        databaseTrouble(m_service));
}

void StatusLine::show()
{
    if (m_writer.isTerminal()) {
        m_writer.setStatusLine(next());
        return;
    }
    if (++m_beats % beatsBetweenLogLines == 0)
        qCInfo(statusLog).noquote() << next();
}

void StatusLine::apply(const GatheredChanges &gathered)
{
    if (gathered.isSnapshot)
        m_stocks.clear();
    // A snapshot tells its stock with the products.
    for (const Product &product : gathered.changes.products)
        takeIfNewer({product.id, product.stock, product.stockVersion});
    for (const StockState &stock : gathered.changes.stocks)
        takeIfNewer(stock);
    for (const ProductId product : gathered.changes.archivedProducts)
        m_stocks.remove(product);
    if (gathered.service)
        m_service = *gathered.service;
}

void StatusLine::takeIfNewer(const StockState &stock)
{
    const auto known = m_stocks.constFind(stock.product);
    if (known == m_stocks.cend() || known->stockVersion < stock.stockVersion)
        m_stocks.insert(stock.product, stock);
}

QString StatusLine::requestsPerSecond()
{
    const auto now = Clock::now();
    const std::chrono::duration<double> passed = now - std::exchange(m_shownBefore, now);
    const qint64 requests = m_service.requests - std::exchange(m_requestsBefore, m_service.requests);
    return QString::number(std::llround(static_cast<double>(requests) / std::max(passed.count(), 0.001)));
}

} // namespace holdfast
