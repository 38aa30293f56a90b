// SPDX-License-Identifier: GPL-3.0-only
// The orders that an operator looks for; the rest of the desk stands in desk.cpp.
#include "desk/desk.h"
#include "stock/orders.h"

#include <QLoggingCategory>

namespace holdfast {

namespace {

Q_LOGGING_CATEGORY(logDesk, "holdfast.desk")

} // namespace

void Desk::requestOrders(const OrderSearch &search)
{
    m_database.read([search](Connection &connection) { return searchOrders(connection, search); },
                    [this, search](std::expected<QList<Order>, SqlError> orders) {
                        QMetaObject::invokeMethod(
                            this,
                            [this, search, orders = std::move(orders)] {
                                if (orders)
                                    return emit ordersRead(search, *orders);
                                qCWarning(logDesk, "Orders were not read: %s",
                                          qUtf8Printable(orders.error().text));
                                emit ordersUnread(search, tr("The database did not answer"));
                            },
                            Qt::QueuedConnection);
                    });
}

} // namespace holdfast
