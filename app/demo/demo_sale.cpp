// SPDX-License-Identifier: GPL-3.0-only
#include "app/demo/demo_sale.h"

#include "app/demo/demo_products.h"
#include "stock/sales.h"

#include <QJsonArray>
#include <QLoggingCategory>
#include <QSet>

#include <algorithm>

namespace holdfast {

using namespace Qt::StringLiterals;

namespace {

Q_LOGGING_CATEGORY(logDemo, "holdfast.demo")

std::expected<bool, SqlError> isBlank(Connection &connection)
{
    auto rows = connection.call("demo_is_blank"_L1);
    if (!rows)
        return std::unexpected(rows.error());
    rows->next();
    return rows->get<bool>(0);
}

SaleOutcome makeSale(Connection &connection, const std::vector<ProductId> &products, Instant now)
{
    return createSale(
        connection,
        {.name = demoSaleName, .startsAt = now, .endsAt = now + demoSaleLength, .products = products},
        u"demo"_s);
}

/// Those that a refusal does not name as held.
std::vector<ProductId> withoutHeld(std::vector<ProductId> products, const Refusal &refusal)
{
    const auto held = refusal.details.value("products"_L1).toArray();
    std::erase_if(products, [&held](ProductId product) {
        return std::ranges::any_of(held, [product](const QJsonValue &each) {
            return each.toObject().value("product_id"_L1).toInteger() == product.number();
        });
    });
    return products;
}

std::expected<void, SqlError> openSale(Connection &connection, const std::vector<ProductId> &products,
                                       Instant now)
{
    auto sale = makeSale(connection, products, now);
    // What somebody still holds from the sale that is over stays in it.
    if (sale && !*sale && sale->error().code == ErrorCode::StockInUse)
        sale = makeSale(connection, withoutHeld(products, sale->error()), now);
    if (!sale)
        return std::unexpected(sale.error());
    if (*sale)
        qCInfo(logDemo, "A demo sale of %zu products is live for two hours.", (*sale)->products.size());
    else
        qCWarning(logDemo, "No demo sale: %s", qUtf8Printable(sale->error().message));
    return {};
}

std::expected<std::vector<ProductId>, SqlError> createProducts(Connection &connection)
{
    std::vector<ProductId> ids;
    for (const NewProduct &product : demoProducts()) {
        const auto created = createProduct(connection, product, u"demo"_s);
        if (!created)
            return std::unexpected(created.error());
        ids.push_back(created->id);
    }
    return ids;
}

/// The products of the demo's sales that are over; none while one is still open or to come.
std::vector<ProductId> productsToRenew(const std::vector<Sale> &sales, const std::vector<Product> &products,
                                       Instant now)
{
    QSet<SaleId> over;
    for (const Sale &sale : sales) {
        if (sale.name != demoSaleName)
            continue;
        const SalePhase phase = sale.phaseAt(now);
        if (phase != SalePhase::Ended && phase != SalePhase::Cancelled)
            return {};
        over.insert(sale.id);
    }
    // A real sale may happen to bear our name: only what bears our products' names is ours, too.
    const auto ours = demoProducts();
    std::vector<ProductId> ids;
    for (const Product &product : products) {
        const bool isOurs = std::ranges::find(ours, product.name, &NewProduct::name) != ours.end();
        if (isOurs && product.sale && over.contains(*product.sale))
            ids.push_back(product.id);
    }
    return ids;
}

std::expected<void, SqlError> renewSale(Connection &connection, Instant now)
{
    const auto sales = readSales(connection);
    if (!sales)
        return std::unexpected(sales.error());
    const auto products = readProducts(connection);
    if (!products)
        return std::unexpected(products.error());
    const auto renewed = productsToRenew(*sales, *products, now);
    return renewed.empty() ? std::expected<void, SqlError>() : openSale(connection, renewed, now);
}

std::expected<void, SqlError> makeOrRenew(Connection &connection)
{
    if (const auto locked = connection.perform("demo_lock"_L1); !locked)
        return locked;
    const auto blank = isBlank(connection);
    if (!blank)
        return std::unexpected(blank.error());
    const auto now = readDatabaseTime(connection);
    if (!now)
        return std::unexpected(now.error());
    if (!*blank)
        return renewSale(connection, *now);
    const auto products = createProducts(connection);
    if (!products)
        return std::unexpected(products.error());
    return openSale(connection, *products, *now);
}

} // namespace

std::expected<void, SqlError> prepareDemoSale(Connection &connection)
{
    Transaction transaction(connection);
    if (!transaction.begun())
        return transaction.begun();
    if (const auto made = makeOrRenew(connection); !made)
        return made;
    return transaction.commit();
}

} // namespace holdfast
