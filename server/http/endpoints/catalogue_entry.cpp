// SPDX-License-Identifier: GPL-3.0-only
#include "http/endpoints/catalogue_entry.h"

#include "stock/catalogue.h"

#include <algorithm>

namespace holdfast::http {

using std::chrono::steady_clock;

namespace {

std::optional<Sale> saleOf(const Product &product, const std::vector<Sale> &sales)
{
    if (!product.sale)
        return std::nullopt;
    const auto sale = std::ranges::find(sales, *product.sale, &Sale::id);
    return sale == sales.end() ? std::nullopt : std::optional(*sale);
}

/// Each sale with those of the products, in order of id, that are in it.
std::vector<SaleEntry> withProducts(std::vector<Sale> sales, std::vector<Product> products)
{
    QHash<SaleId, std::vector<Product>> bySale;
    for (auto &product : products) {
        if (product.sale)
            bySale[*product.sale].push_back(std::move(product));
    }
    std::vector<SaleEntry> entries;
    for (auto &sale : sales) {
        const auto id = sale.id;
        entries.push_back({std::move(sale), bySale.take(id)});
    }
    return entries;
}

} // namespace

std::optional<CatalogueEntry> entryOnBoard(const ApiContext &api, ProductId product)
{
    const auto entry = api.board.find(product);
    if (!entry || steady_clock::now() - entry->stockConfirmed > StockBoard::certainFor)
        return std::nullopt;
    return CatalogueEntry{entry->product, entry->sale};
}

bool isBoardListed(const ApiContext &api)
{
    const auto reading = api.clock.reading();
    return reading && steady_clock::now() - reading->taken <= listingAgeMax && api.board.isFilled();
}

std::vector<CatalogueEntry> allOnBoard(const ApiContext &api)
{
    std::vector<CatalogueEntry> entries;
    for (auto &entry : api.board.all())
        entries.push_back({std::move(entry.product), std::move(entry.sale)});
    return entries;
}

std::optional<std::vector<CatalogueEntry>> entriesOnBoard(const ApiContext &api)
{
    return isBoardListed(api) ? std::optional(allOnBoard(api)) : std::nullopt;
}

std::optional<std::vector<SaleEntry>> salesOnBoard(const ApiContext &api)
{
    auto entries = entriesOnBoard(api);
    if (!entries)
        return std::nullopt;
    std::vector<Product> products;
    for (auto &entry : *entries)
        products.push_back(std::move(entry.product));
    return withProducts(api.board.sales(), std::move(products));
}

std::expected<std::vector<SaleEntry>, SqlError> readSaleEntries(Connection &connection)
{
    auto sales = readSales(connection);
    if (!sales)
        return std::unexpected(sales.error());
    auto products = readProducts(connection);
    if (!products)
        return std::unexpected(products.error());
    return withProducts(*std::move(sales), *std::move(products));
}

std::expected<std::optional<CatalogueEntry>, SqlError> readEntry(Connection &connection, ProductId product)
{
    const auto found = readProduct(connection, product);
    if (!found)
        return std::unexpected(found.error());
    if (!*found)
        return std::nullopt;
    if (!(*found)->sale)
        return CatalogueEntry{**found, std::nullopt};
    const auto sale = readSaleAlone(connection, *(*found)->sale);
    if (!sale)
        return std::unexpected(sale.error());
    return CatalogueEntry{**found, *sale};
}

std::expected<std::vector<CatalogueEntry>, SqlError> readEntries(Connection &connection)
{
    const auto sales = readSales(connection);
    if (!sales)
        return std::unexpected(sales.error());
    auto products = readProducts(connection);
    if (!products)
        return std::unexpected(products.error());
    std::vector<CatalogueEntry> entries;
    for (auto &product : *products)
        entries.push_back({product, saleOf(product, *sales)});
    return entries;
}

} // namespace holdfast::http
