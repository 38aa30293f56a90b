// SPDX-License-Identifier: GPL-3.0-only
#include "stock/product_acts.h"

#include "database/sql_array.h"
#include "stock/batch_outcomes.h"
#include "stock/catalogue.h"
#include "stock/sales.h"

#include <QJsonDocument>

namespace holdfast {

using namespace Qt::StringLiterals;

namespace {

/// What the three functions answer, as SQL wrote it: a refusal, or what more there is to tell of the act.
using Verdict = Outcome<QJsonObject>;

QString subjectOf(ProductId product)
{
    return u"product:"_s + product.text();
}

std::expected<Verdict, SqlError> verdictOf(std::expected<Rows, SqlError> rows)
{
    if (!rows)
        return std::unexpected(std::move(rows.error()));
    rows->next();
    const auto text = rows->get<std::optional<QString>>(1).value_or(QString());
    auto detail = QJsonDocument::fromJson(text.toUtf8()).object();
    const auto code = rows->get<std::optional<QString>>(0);
    if (!code)
        return Verdict(std::move(detail));
    return Verdict(
        std::unexpected(Refusal::of(errorCodeFromName(*code).value_or(ErrorCode::InternalError), detail)));
}

SqlArgument textOf(const ProductVersions &versions)
{
    return versions ? SqlArgument(sqlArray(*versions)) : SqlArgument(nullptr);
}

QJsonValue numberOf(Money price)
{
    return price.minorUnits();
}

QJsonValue numberOf(int units)
{
    return units;
}

QJsonValue numberOf(SaleId sale)
{
    return sale.number();
}

/// By column. Money in minor units.
QString changesOf(const ProductEdit &edit)
{
    QJsonObject changes;
    const auto name = [&changes](const QString &column, const auto &value) {
        if (value)
            changes.insert(column, *value);
    };
    const auto nameOrClear = [&changes](const QString &column, const auto &value) {
        if (value)
            changes.insert(column, *value ? numberOf(**value) : QJsonValue());
    };
    name(u"name"_s, edit.name);
    name(u"description"_s, edit.description);
    name(u"category"_s, edit.category);
    nameOrClear(u"price_minor"_s, edit.price);
    name(u"currency"_s, edit.currency);
    name(u"total_stock"_s, edit.totalStock);
    nameOrClear(u"per_user_limit"_s, edit.perUserLimit);
    name(u"hold_seconds"_s, edit.holdSeconds);
    nameOrClear(u"sale_id"_s, edit.sale);
    return QString::fromUtf8(QJsonDocument(changes).toJson(QJsonDocument::Compact));
}

/// Ends the holds of the locked product that are past their time, and answers what that changed.
std::expected<ChangeSet, SqlError> settle(Connection &connection, ProductId product, const QString &sender)
{
    auto rows = connection.call("expire_all_due"_L1, {sqlArray(std::vector{product}), sender});
    if (!rows)
        return std::unexpected(std::move(rows.error()));
    return sweepOutcomeOf(readStockEvents(*rows)).changes;
}

std::expected<std::optional<Sale>, SqlError> saleOf(Connection &connection, const Product &product)
{
    if (!product.sale)
        return std::nullopt;
    return readSaleAlone(connection, *product.sale);
}

ProductOutcome refused(const Refusal &refusal)
{
    return Outcome<ProductChanged>(std::unexpected(refusal));
}

/// The product as the act has left it.
ProductOutcome changed(Connection &connection, ProductId product, const QString &action,
                       const QJsonObject &detail, ChangeSet changes)
{
    const auto found = readProduct(connection, product);
    if (!found)
        return std::unexpected(found.error());
    const auto &now = found->value();
    const auto sale = saleOf(connection, now);
    if (!sale)
        return std::unexpected(sale.error());
    if (*sale)
        changes.sales.push_back(**sale);
    changes.stocks.push_back({product, now.stock, now.stockVersion});
    changes.products.push_back(now);
    return ProductChanged{now, *sale, {action, subjectOf(product), detail, std::move(changes)}};
}

MovementKind movementKindOf(const QString &name)
{
    if (name == "created"_L1)
        return MovementKind::Created;
    return name == "restocked"_L1 ? MovementKind::Restocked : MovementKind::Adjusted;
}

} // namespace

ProductOutcome addProduct(Connection &connection, const NewProduct &product, const QString &sender)
{
    const auto made = createProduct(connection, product, sender);
    if (!made)
        return std::unexpected(made.error());
    return changed(connection, made->id, u"product.create"_s,
                   {{u"name"_s, made->name}, {u"total_stock"_s, made->stock.total}}, {});
}

ProductOutcome editProduct(Connection &connection, ProductId product, const ProductEdit &edit,
                           const ProductVersions &versions, const std::optional<UserId> &actor,
                           const QString &sender)
{
    auto settled = settle(connection, product, sender);
    if (!settled)
        return std::unexpected(settled.error());
    const auto verdict = verdictOf(connection.call(
        "product_edit"_L1, {product, textOf(versions), changesOf(edit), edit.reason, actor, sender}));
    if (!verdict)
        return std::unexpected(verdict.error());
    if (!*verdict)
        return refused(verdict->error());
    QJsonObject detail{{u"changed"_s, **verdict}};
    if (!edit.reason.isEmpty())
        detail.insert(u"reason"_s, edit.reason);
    return changed(connection, product, u"product.edit"_s, detail, *std::move(settled));
}

ProductOutcome archiveProduct(Connection &connection, ProductId product, const ProductVersions &versions,
                              const QString &sender)
{
    auto changes = settle(connection, product, sender);
    if (!changes)
        return std::unexpected(changes.error());
    const auto before = readProduct(connection, product);
    if (!before)
        return std::unexpected(before.error());
    const auto verdict =
        verdictOf(connection.call("product_archive"_L1, {product, textOf(versions), sender}));
    if (!verdict)
        return std::unexpected(verdict.error());
    if (!*verdict)
        return refused(verdict->error());
    changes->archivedProducts.push_back(product);
    return ProductChanged{
        before->value(),
        std::nullopt,
        {u"product.archive"_s, subjectOf(product), {{u"name"_s, (*before)->name}}, *std::move(changes)}};
}

ProductOutcome restoreProduct(Connection &connection, ProductId product, const QString &sender)
{
    const auto verdict = verdictOf(connection.call("product_restore"_L1, {product, sender}));
    if (!verdict)
        return std::unexpected(verdict.error());
    if (!*verdict)
        return refused(verdict->error());
    return changed(connection, product, u"product.restore"_s, {}, {});
}

std::expected<std::vector<StockMovement>, SqlError> readMovements(Connection &connection, ProductId product,
                                                                  int limit)
{
    auto rows = connection.call("movements_of_product"_L1, {product, limit});
    if (!rows)
        return std::unexpected(std::move(rows.error()));
    std::vector<StockMovement> movements;
    while (rows->next())
        movements.push_back({.kind = movementKindOf(rows->get<QString>(0)),
                             .quantity = rows->get<int>(1),
                             .reason = rows->get<QString>(2),
                             .actor = rows->get<QString>(3),
                             .at = rows->get<Instant>(4)});
    return movements;
}

} // namespace holdfast
