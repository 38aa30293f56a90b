// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "domain/order.h"

#include <QObject>

#include <memory>

class QSaveFile;

namespace holdfast {

/// Writes every order that a search finds to a file, newest first, part by part: it asks for the next part
/// when the one before is written, so that memory stays bounded whatever the number of orders. The file
/// appears when all is written, or not at all. GUI thread only.
class OrderExport final : public QObject
{
    Q_OBJECT

public:
    explicit OrderExport(QObject *parent = nullptr);
    ~OrderExport() override;

    /// Ends an export under way first. `text` as in OrderSearch; answers must carry `ticket`.
    void start(const QString &path, const QString &text, int ticket);
    /// Nothing is left of it.
    void stop();
    bool isRunning() const { return m_file != nullptr; }
    int ticket() const { return m_search.ticket; }
    int orderCount() const { return m_orders; }
    QString path() const;

    /// The answer to partRequested().
    void take(const QList<Order> &orders);

signals:
    void partRequested(const holdfast::OrderSearch &search);
    void finished(const QString &path, int orders);
    /// For people.
    void failed(const QString &reason);

private:
    void fail();
    void finish();

    std::unique_ptr<QSaveFile> m_file;
    OrderSearch m_search;
    int m_orders = 0;
};

} // namespace holdfast
