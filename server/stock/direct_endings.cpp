// SPDX-License-Identifier: GPL-3.0-only
#include "stock/direct_endings.h"

#include <ranges>

namespace holdfast {

using namespace Qt::StringLiterals;

namespace {

// The order of the columns in sql/statements/stock.sql; the last four are of check outs.
enum Column {
    Ordinal,
    Product,
    Total,
    Available,
    Reserved,
    Sold,
    StockVersion,
    DecidedAt,
    Reservation_,
    User,
    Units,
    CreatedAt,
    ExpiresAt,
    FrozenLeft,
    TransactionNumber,
    Username,
    UnitPrice,
    Amount,
    Currency,
};

Instant moment(const BinaryRows &rows, int column)
{
    return instantFromMicroseconds(rows.bigint(column));
}

StockEvent transactionEvent(const BinaryRows &rows)
{
    StockEvent event;
    event.what = StockEvent::What::Transaction;
    event.stockVersion = rows.bigint(TransactionNumber);
    event.decidedAt = moment(rows, DecidedAt);
    return event;
}

} // namespace

DirectEndings::DirectEndings(Kind kind, std::span<const BatchLine> lines)
    : m_kind(kind)
    , m_lines(lines)
{
    for (const auto &line : m_lines)
        ++m_holds[line.product.value()];
}

// Locked by a statement of its own, the products are seen by the next one as they are.
std::expected<std::vector<StockEvent>, SqlError> DirectEndings::call(Connection &connection,
                                                                     const QString &sender) const
{
    const auto withProducts = [this](BinaryArguments arguments = {}) {
        return std::move(arguments.addArray(m_holds | std::views::keys));
    };
    std::vector<BinaryCall> calls{BinaryCall{"lock_products"_L1, withProducts()}};
    if (!sender.isEmpty())
        calls.push_back(BinaryCall{"announce_stock"_L1, withProducts(BinaryArguments().add(sender))});
    calls.push_back(m_kind == Kind::CheckOut ? BinaryCall{"check_out_directly"_L1, arguments()}
                                             : BinaryCall{"cancel_directly"_L1, arguments()});
    auto rows = connection.callTogether(calls);
    if (!rows)
        return std::unexpected(std::move(rows.error()));
    return eventsOf(*rows);
}

std::vector<StockEvent> DirectEndings::eventsOf(BinaryRows &rows) const
{
    std::vector<StockEvent> events(m_lines.size());
    while (rows.next()) {
        const auto ordinal = static_cast<size_t>(rows.integer(Ordinal));
        events.at(ordinal) = endedEvent(rows, m_lines[ordinal]);
        if (events.size() == m_lines.size())
            events.push_back(transactionEvent(rows));
    }
    tellProducts(events);
    return events;
}

BinaryArguments DirectEndings::arguments() const
{
    BinaryArguments arguments;
    arguments.addArray(m_holds | std::views::keys)
        .addArray(m_lines, &BatchLine::ordinal)
        .addArray(m_lines, &BatchLine::product)
        .addArray(m_lines, &BatchLine::user);
    if (m_kind == Kind::CheckOut)
        arguments.addArray(m_lines, &BatchLine::quantity)
            .addArray(m_lines, &BatchLine::order)
            .addArray(m_lines, &BatchLine::number);
    arguments.addArray(m_lines, &BatchLine::key)
        .addArray(m_lines, &BatchLine::request)
        .addArray(holdsUpToEach());
    return arguments;
}

std::vector<int> DirectEndings::holdsUpToEach() const
{
    std::map<ProductId, int> running;
    std::vector<int> holds;
    holds.reserve(m_lines.size());
    for (const auto &line : m_lines)
        holds.push_back(++running[*line.product]);
    return holds;
}

// With the product as it was before the whole batch.
StockEvent DirectEndings::endedEvent(const BinaryRows &rows, const BatchLine &line) const
{
    StockEvent event;
    event.what = StockEvent::What::Ended;
    event.ordinal = line.ordinal;
    event.product = line.product;
    event.level = {.total = rows.integer(Total),
                   .available = rows.integer(Available),
                   .reserved = rows.integer(Reserved),
                   .sold = rows.integer(Sold)};
    event.stockVersion = rows.bigint(StockVersion);
    event.decidedAt = moment(rows, DecidedAt);
    event.reservation = ReservationId::from(rows.uuid(Reservation_));
    event.user = UserId::from(rows.uuid(User));
    event.quantity = rows.integer(Units);
    event.status = ReservationStatus::Cancelled;
    event.createdAt = moment(rows, CreatedAt);
    event.expiresAt = moment(rows, ExpiresAt);
    event.endedAt = event.decidedAt;
    if (!rows.isNull(FrozenLeft))
        event.frozenLeft = std::chrono::microseconds(rows.bigint(FrozenLeft));
    if (m_kind == Kind::CheckOut)
        readPurchase(rows, line, event);
    return event;
}

void DirectEndings::readPurchase(const BinaryRows &rows, const BatchLine &line, StockEvent &event) const
{
    event.what = StockEvent::What::Bought;
    event.status = ReservationStatus::Consumed;
    event.username = rows.text(Username);
    event.order = line.order;
    if (!rows.isNull(UnitPrice))
        event.unitPrice = Money::fromMinorUnits(rows.bigint(UnitPrice)).value();
    event.amount = Money::fromMinorUnits(rows.bigint(Amount)).value();
    event.currency = rows.text(Currency);
}

void DirectEndings::move(StockState &stock, int units) const
{
    (m_kind == Kind::CheckOut ? stock.level.sold : stock.level.available) += units;
    stock.level.reserved -= units;
    ++stock.stockVersion;
}

// The events of the lines, in their order, get the stock as it was right after each.
void DirectEndings::tellProducts(std::vector<StockEvent> &events) const
{
    std::map<ProductId, StockState> stocks;
    for (auto &event : events | std::views::take(m_lines.size())) {
        auto &stock = stocks.try_emplace(*event.product, event.stock()).first->second;
        move(stock, event.quantity);
        event.level = stock.level;
        event.stockVersion = stock.stockVersion;
    }
    for (const auto &[product, stock] : stocks) {
        StockEvent event;
        event.what = StockEvent::What::Product;
        event.product = product;
        event.level = stock.level;
        event.stockVersion = stock.stockVersion;
        event.quantity = m_holds.at(product);
        event.decidedAt = events.front().decidedAt;
        events.push_back(std::move(event));
    }
}

} // namespace holdfast
