// SPDX-License-Identifier: GPL-3.0-only
#include "database/connection.h"

#include <QAbstractEventDispatcher>
#include <QRegularExpression>
#include <QSqlDriver>
#include <QSqlError>

namespace holdfast {

using namespace Qt::StringLiterals;

std::expected<void, SqlError> Connection::listen(const QString &channel,
                                                 std::function<void(const QString &)> handler)
{
    requireOwnThread();
    static const QRegularExpression proper(u"^[a-z_][a-z0-9_]{0,62}\\z"_s);
    if (!proper.match(channel).hasMatch())
        qFatal("'%s' is no name of a channel", qPrintable(channel));
    m_handlers.insert_or_assign(channel, std::move(handler));
    if (!isOpen())
        return {};
    return subscribe(channel);
}

std::expected<void, SqlError> Connection::subscribeAll()
{
    for (const auto &[channel, handler] : m_handlers) {
        if (auto subscribed = subscribe(channel); !subscribed)
            return subscribed;
    }
    return {};
}

// Handlers run from the event loop, not from within the driver's own loop over what arrived: so they may use
// and even reopen the connection. What is still queued dies with the context when the connection closes.
std::expected<void, SqlError> Connection::subscribe(const QString &channel)
{
    QSqlDriver *driver = m_database.driver();
    if (!driver->subscribedToNotifications().contains(channel) && !driver->subscribeToNotification(channel))
        return std::unexpected(failure(driver->lastError()));
    if (m_notificationContext)
        return {};
    m_notificationContext = std::make_unique<QObject>();
    QObject::connect(
        driver, &QSqlDriver::notification, m_notificationContext.get(),
        [this](const QString &name, QSqlDriver::NotificationSource, const QVariant &payload) {
            if (const auto found = m_handlers.find(name); found != m_handlers.end())
                found->second(payload.toString());
        },
        Qt::QueuedConnection);
    // When something comes the driver reads it, but does not notice when that was the end.
    const auto *dispatcher = QAbstractEventDispatcher::instance();
    for (const auto signal : {&QAbstractEventDispatcher::awake, &QAbstractEventDispatcher::aboutToBlock})
        QObject::connect(dispatcher, signal, m_notificationContext.get(), [this] { noticeLoss(); });
    return {};
}

// libpq closes the socket of a broken connection, but the driver goes on watching its number, which may be
// another socket's by then: a broken connection loses its driver at once.
void Connection::noticeLoss()
{
    if (m_database.isValid() && !m_database.isOpen())
        close();
}

} // namespace holdfast
