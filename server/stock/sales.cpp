// SPDX-License-Identifier: GPL-3.0-only
#include "stock/sales.h"

#include "database/sql_array.h"
#include "stock/catalogue.h"
#include "stock/product_acts.h"
#include "stock/stock_events.h"

#include <QJsonArray>

namespace holdfast {

using namespace Qt::StringLiterals;

namespace {

using What = StockEvent::What;
using Events = std::vector<StockEvent>;

Sale saleOf(const Rows &rows)
{
    return {.id = rows.get<SaleId>(0),
            .name = rows.get<QString>(1),
            .startsAt = rows.get<std::optional<Instant>>(2),
            .endsAt = rows.get<std::optional<Instant>>(3),
            .pausedAt = rows.get<std::optional<Instant>>(4),
            .cancelledAt = rows.get<std::optional<Instant>>(5),
            .version = rows.get<qint64>(6),
            .isDrop = rows.get<bool>(7),
            .holdsFrozenAt = rows.get<std::optional<Instant>>(8)};
}

/// What the audit log says of an act.
struct Line
{
    QString action;
    QJsonObject detail = {};
};

QJsonValue textOrNull(const std::optional<Instant> &instant)
{
    return instant ? QJsonValue(toIsoText(*instant)) : QJsonValue();
}

QJsonArray idsOf(const std::vector<ProductId> &products)
{
    QJsonArray ids;
    for (const auto product : products)
        ids.append(product.number());
    return ids;
}

/// With a sentence that names the sale's state.
Refusal inWords(Refusal refusal)
{
    const auto status = refusal.details.value("status"_L1).toString();
    if (refusal.code == ErrorCode::Conflict && !status.isEmpty())
        refusal.message = u"The sale's state does not allow this: it is %1."_s.arg(status);
    return refusal;
}

std::expected<Outcome<Events>, SqlError> eventsOf(std::expected<Rows, SqlError> rows)
{
    if (!rows)
        return std::unexpected(std::move(rows.error()));
    auto events = readStockEvents(*rows);
    if (events.front().refusal)
        return Outcome<Events>(std::unexpected(inWords(*std::move(events.front().refusal))));
    return events;
}

/// Fills in what the events tell, and answers the products that they name.
std::vector<ProductId> readInto(SaleChanged &changed, const Events &events)
{
    std::vector<ProductId> products;
    for (const auto &event : events) {
        if (event.what == What::Product) {
            products.push_back(event.product.value());
            changed.news.changes.stocks.push_back(event.stock());
        } else if (event.what != What::Sale) {
            changed.news.changes.holds.push_back({event.hold(), {}, event.decidedAt});
        }
    }
    changed.decidedAt = events.back().decidedAt;
    changed.holds = static_cast<int>(changed.news.changes.holds.size());
    return products;
}

/// An act that touches a hundred thousand holds takes longer than other statements may.
std::expected<Rows, SqlError> callPatiently(Connection &connection, QLatin1StringView statement,
                                            SqlArguments arguments)
{
    if (const auto patient = connection.perform("sale_patience"_L1); !patient)
        return std::unexpected(patient.error());
    return connection.call(statement, arguments);
}

/// The sale, and the products that moved, as the act has left them.
SaleOutcome changedBy(Connection &connection, std::expected<Rows, SqlError> rows, Line line)
{
    const auto events = eventsOf(std::move(rows));
    if (!events)
        return std::unexpected(events.error());
    if (!*events)
        return Outcome<SaleChanged>(std::unexpected(events->error()));
    auto entry = readSale(connection, (*events)->back().sale.value());
    if (!entry)
        return std::unexpected(entry.error());
    SaleChanged changed{(*entry)->sale, std::move((*entry)->products), {}, 0, {}};
    const auto named = readInto(changed, **events);
    auto moved = readProductsAmong(connection, named);
    if (!moved)
        return std::unexpected(moved.error());
    auto &news = changed.news;
    news.changes.products = *std::move(moved);
    news.changes.sales.push_back(changed.sale);
    if (changed.holds > 0)
        line.detail.insert(u"holds"_s, changed.holds);
    news.action = line.action;
    news.subject = u"sale:"_s + changed.sale.id.text();
    news.detail = line.detail;
    news.decidedAt = changed.decidedAt;
    return changed;
}

SaleOutcome make(Connection &connection, const NewSale &sale, bool isDrop, const QString &sender)
{
    auto rows = connection.call(
        "sale_create"_L1, {sale.name, sale.startsAt, sale.endsAt, sqlArray(sale.products), isDrop, sender});
    return changedBy(connection, std::move(rows),
                     {isDrop ? u"drop.create"_s : u"sale.create"_s,
                      {{u"name"_s, sale.name},
                       {u"starts_at"_s, textOrNull(sale.startsAt)},
                       {u"ends_at"_s, textOrNull(sale.endsAt)},
                       {u"product_ids"_s, idsOf(sale.products)}}});
}

/// By field, what an edit names.
QJsonObject detailOf(const SaleEdit &edit)
{
    QJsonObject detail;
    if (edit.name)
        detail.insert(u"name"_s, *edit.name);
    if (edit.startsAt)
        detail.insert(u"starts_at"_s, textOrNull(*edit.startsAt));
    if (edit.endsAt)
        detail.insert(u"ends_at"_s, textOrNull(*edit.endsAt));
    if (edit.products)
        detail.insert(u"product_ids"_s, idsOf(*edit.products));
    return detail;
}

SaleOutcome act(Connection &connection, SaleId sale, QLatin1StringView act, Line line, const QString &sender,
                std::optional<Instant> end = {}, std::optional<std::chrono::seconds> time = {})
{
    const auto seconds = time ? std::optional<qint64>(time->count()) : std::nullopt;
    return changedBy(connection, callPatiently(connection, "sale_act"_L1, {sale, act, end, seconds, sender}),
                     std::move(line));
}

/// Of a sale whose state allows to extend it, it was the end that did not.
SaleOutcome withWordsOnTheEnd(SaleOutcome outcome)
{
    static const QStringList extensible{u"scheduled"_s, u"live"_s, u"paused"_s};
    const bool isRefused = outcome && !*outcome && outcome->error().code == ErrorCode::Conflict;
    if (!isRefused || !extensible.contains(outcome->error().details.value("status"_L1).toString()))
        return outcome;
    auto &refusal = outcome->error();
    const auto end = refusal.details.value("ends_at"_L1).toString();
    refusal.message = end.isEmpty() ? u"The sale has no end that could be extended."_s
                                    : u"The sale cannot be extended to that end: it ends at %1."_s.arg(end);
    return outcome;
}

} // namespace

SaleOutcome createSale(Connection &connection, const NewSale &sale, const QString &sender)
{
    return make(connection, sale, false, sender);
}

SaleOutcome editSale(Connection &connection, SaleId sale, const SaleEdit &edit, const QString &sender)
{
    const auto arrayOf = [](const auto &list) {
        return list ? SqlArgument(sqlArray(*list)) : SqlArgument(nullptr);
    };
    auto rows = callPatiently(connection, "sale_edit"_L1,
                              {sale, arrayOf(edit.versions), edit.name, edit.startsAt.has_value(),
                               edit.startsAt.value_or(std::nullopt), edit.endsAt.has_value(),
                               edit.endsAt.value_or(std::nullopt), arrayOf(edit.products), sender});
    return changedBy(connection, std::move(rows), {u"sale.edit"_s, detailOf(edit)});
}

SaleOutcome startSale(Connection &connection, SaleId sale, const QString &sender)
{
    return act(connection, sale, "start"_L1, {u"sale.start"_s}, sender);
}

SaleOutcome pauseSale(Connection &connection, SaleId sale, HoldClocks clocks, const QString &sender)
{
    const bool isFreezing = clocks == HoldClocks::StandStill;
    return act(connection, sale, isFreezing ? "freeze"_L1 : "pause"_L1,
               {u"sale.pause"_s, {{u"freeze_holds"_s, isFreezing}}}, sender);
}

SaleOutcome resumeSale(Connection &connection, SaleId sale, const QString &sender)
{
    return act(connection, sale, "resume"_L1, {u"sale.resume"_s}, sender);
}

SaleOutcome extendSale(Connection &connection, SaleId sale, Instant end, const QString &sender)
{
    return withWordsOnTheEnd(act(connection, sale, "extend"_L1,
                                 {u"sale.extend"_s, {{u"ends_at"_s, toIsoText(end)}}}, sender, end));
}

SaleOutcome extendSale(Connection &connection, SaleId sale, std::chrono::seconds time, const QString &sender)
{
    return withWordsOnTheEnd(act(connection, sale, "extend"_L1,
                                 {u"sale.extend"_s, {{u"seconds"_s, static_cast<qint64>(time.count())}}},
                                 sender, {}, time));
}

SaleOutcome endSale(Connection &connection, SaleId sale, const QString &sender)
{
    return act(connection, sale, "end"_L1, {u"sale.end"_s}, sender);
}

SaleOutcome cancelSale(Connection &connection, SaleId sale, const QString &sender)
{
    return act(connection, sale, "cancel"_L1, {u"sale.cancel"_s}, sender);
}

// The sale first: it is what may be refused. Nobody else sees it before the commit, so no lock comes too
// early.
std::expected<Outcome<DropMade>, SqlError> createDrop(Connection &connection, const NewDrop &drop,
                                                      const QString &sender)
{
    const NewSale window{drop.product.name, drop.startsAt, drop.endsAt, {}};
    auto made = make(connection, window, true, sender);
    if (!made)
        return std::unexpected(made.error());
    if (!*made)
        return Outcome<DropMade>(std::unexpected(made->error()));
    auto &sale = **made;
    const auto product = createProduct(connection, drop.product, sender);
    if (!product)
        return std::unexpected(product.error());
    if (const auto joined = connection.perform("drop_join"_L1, {sale.sale.id, product->id}); !joined)
        return std::unexpected(joined.error());
    const auto joined = readProduct(connection, product->id);
    if (!joined)
        return std::unexpected(joined.error());
    DropMade result{joined->value(), sale.sale, sale.decidedAt, std::move(sale.news)};
    result.news.subject = u"product:"_s + product->id.text();
    result.news.detail.insert(u"product_ids"_s, idsOf({product->id}));
    result.news.changes.products = {result.product};
    return result;
}

std::expected<std::vector<Sale>, SqlError> readSales(Connection &connection)
{
    auto rows = connection.call("sales_all"_L1);
    if (!rows)
        return std::unexpected(std::move(rows.error()));
    std::vector<Sale> sales;
    sales.reserve(static_cast<size_t>(rows->count()));
    while (rows->next())
        sales.push_back(saleOf(*rows));
    return sales;
}

std::expected<std::optional<Sale>, SqlError> readSaleAlone(Connection &connection, SaleId sale)
{
    auto rows = connection.call("sales_by_id"_L1, {sale});
    if (!rows)
        return std::unexpected(std::move(rows.error()));
    return rows->next() ? std::optional(saleOf(*rows)) : std::nullopt;
}

std::expected<std::optional<SaleEntry>, SqlError> readSale(Connection &connection, SaleId sale)
{
    auto found = readSaleAlone(connection, sale);
    if (!found)
        return std::unexpected(std::move(found.error()));
    if (!*found)
        return std::nullopt;
    auto products = readProductsOfSale(connection, sale);
    if (!products)
        return std::unexpected(products.error());
    return SaleEntry{**std::move(found), *std::move(products)};
}

} // namespace holdfast
