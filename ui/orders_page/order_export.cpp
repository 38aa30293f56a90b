// SPDX-License-Identifier: GPL-3.0-only
#include "ui/orders_page/order_export.h"

#include "ui/orders_page/order_csv.h"

#include <QDir>
#include <QSaveFile>

namespace holdfast {

OrderExport::OrderExport(QObject *parent)
    : QObject(parent)
{
}

OrderExport::~OrderExport() = default;

void OrderExport::start(const QString &path, const QString &text, int ticket)
{
    stop();
    m_file = std::make_unique<QSaveFile>(path);
    m_search = {.text = text, .before = std::nullopt, .limit = OrderSearch::limitMax, .ticket = ticket};
    m_orders = 0;
    const QByteArray header = orderCsvHeader();
    if (!m_file->open(QIODevice::WriteOnly) || m_file->write(header) != header.size())
        return fail();
    emit partRequested(m_search);
}

void OrderExport::stop()
{
    m_file.reset();
}

QString OrderExport::path() const
{
    return m_file ? m_file->fileName() : QString();
}

void OrderExport::take(const QList<Order> &orders)
{
    if (!m_file)
        return;
    for (const Order &order : orders) {
        const QByteArray lines = orderCsvLines(order);
        if (m_file->write(lines) != lines.size())
            return fail();
    }
    m_orders += static_cast<int>(orders.size());
    if (orders.size() < m_search.limit)
        return finish();
    m_search.before = OrderPlace{orders.last().createdAt, orders.last().id};
    emit partRequested(m_search);
}

void OrderExport::finish()
{
    if (!m_file->commit())
        return fail();
    const QString path = m_file->fileName();
    m_file.reset();
    emit finished(path, m_orders);
}

void OrderExport::fail()
{
    const QString reason =
        tr("%1 was not written: %2").arg(QDir::toNativeSeparators(m_file->fileName()), m_file->errorString());
    m_file.reset();
    emit failed(reason);
}

} // namespace holdfast
