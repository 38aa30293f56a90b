// SPDX-License-Identifier: GPL-3.0-only
#include "stock/stock_events.h"

#include <QJsonDocument>

#include <array>
#include <utility>

namespace holdfast {

using namespace Qt::StringLiterals;

namespace {

// The order of the columns in sql/statements/stock.sql.
enum Column {
    What,
    Ordinal,
    Line,
    RefusalCode,
    Detail,
    Product,
    Total,
    Available,
    Reserved,
    Sold,
    StockVersion,
    Reservation_,
    User,
    Username,
    Quantity_,
    Status,
    CreatedAt,
    ExpiresAt,
    EndedAt,
    Order,
    UnitPrice,
    Amount,
    Currency,
    DecidedAt,
    FrozenLeft,
    Sale_,
};

StockEvent::What whatFromName(const QString &name)
{
    using enum StockEvent::What;
    static const std::array<std::pair<QLatin1StringView, StockEvent::What>, 16> names{{
        {"refused"_L1, Refused},
        {"held"_L1, Held},
        {"bought"_L1, Bought},
        {"ended"_L1, Ended},
        {"extended"_L1, Extended},
        {"restocked"_L1, Restocked},
        {"product"_L1, StockEvent::What::Product},
        {"customer"_L1, Customer},
        {"expired"_L1, Expired},
        {"transaction"_L1, Transaction},
        {"next"_L1, Next},
        {"replay"_L1, Replay},
        {"again"_L1, Again},
        {"replaced"_L1, Replaced},
        {"clock"_L1, Clock},
        {"sale"_L1, StockEvent::What::Sale},
    }};
    for (const auto &[known, what] : names) {
        if (name == known)
            return what;
    }
    qFatal("stock_batch() told of an unknown kind of event: %s", qPrintable(name));
}

std::optional<Refusal> readRefusal(const Rows &rows)
{
    const auto name = rows.get<std::optional<QString>>(RefusalCode);
    if (!name)
        return std::nullopt;
    const auto detail = rows.get<std::optional<QString>>(Detail).value_or(QString());
    return Refusal::of(errorCodeFromName(*name).value_or(ErrorCode::InternalError),
                       QJsonDocument::fromJson(detail.toUtf8()).object());
}

void readStock(const Rows &rows, StockEvent &event)
{
    event.product = rows.get<std::optional<ProductId>>(Product);
    event.level.total = rows.get<std::optional<int>>(Total).value_or(0);
    event.level.available = rows.get<std::optional<int>>(Available).value_or(0);
    event.level.reserved = rows.get<std::optional<int>>(Reserved).value_or(0);
    event.level.sold = rows.get<std::optional<int>>(Sold).value_or(0);
    event.stockVersion = rows.get<std::optional<qint64>>(StockVersion).value_or(0);
}

void readHold(const Rows &rows, StockEvent &event)
{
    event.reservation = rows.get<std::optional<ReservationId>>(Reservation_);
    event.user = rows.get<std::optional<UserId>>(User);
    event.username = rows.get<std::optional<QString>>(Username).value_or(QString());
    event.quantity = rows.get<std::optional<int>>(Quantity_).value_or(0);
    if (const auto status = rows.get<std::optional<QString>>(Status))
        event.status = reservationStatusFromName(*status).value();
    event.createdAt = rows.get<std::optional<Instant>>(CreatedAt);
    event.expiresAt = rows.get<std::optional<Instant>>(ExpiresAt);
    event.endedAt = rows.get<std::optional<Instant>>(EndedAt);
    if (const auto left = rows.get<std::optional<qint64>>(FrozenLeft))
        event.frozenLeft = std::chrono::microseconds(*left);
}

void readPurchase(const Rows &rows, StockEvent &event)
{
    event.order = rows.get<std::optional<OrderId>>(Order);
    event.unitPrice = rows.get<std::optional<Money>>(UnitPrice);
    event.amount = rows.get<std::optional<Money>>(Amount).value_or(Money());
    event.currency = rows.get<std::optional<QString>>(Currency).value_or(QString());
}

StockEvent readStockEvent(const Rows &rows)
{
    StockEvent event;
    event.what = whatFromName(rows.get<QString>(What));
    event.ordinal = rows.get<std::optional<int>>(Ordinal).value_or(-1);
    event.line = rows.get<std::optional<int>>(Line).value_or(0);
    event.refusal = readRefusal(rows);
    readStock(rows, event);
    readHold(rows, event);
    if (event.what == StockEvent::What::Bought)
        readPurchase(rows, event);
    if (const auto decidedAt = rows.get<std::optional<Instant>>(DecidedAt))
        event.decidedAt = *decidedAt;
    event.sale = rows.get<std::optional<SaleId>>(Sale_);
    return event;
}

} // namespace

Reservation StockEvent::hold() const
{
    return {reservation.value(), product.value(),   user.value(), quantity,  status,
            createdAt.value(),   expiresAt.value(), endedAt,      frozenLeft};
}

std::vector<StockEvent> readStockEvents(Rows &rows)
{
    std::vector<StockEvent> events;
    events.reserve(static_cast<size_t>(rows.count()));
    while (rows.next())
        events.push_back(readStockEvent(rows));
    return events;
}

} // namespace holdfast
