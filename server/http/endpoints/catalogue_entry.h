// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "database/connection.h"
#include "http/endpoints/api_context.h"
#include "stock/sales.h"

#include <vector>

namespace holdfast::http {

/// A product and the sale it is in, as a reader sees them.
struct CatalogueEntry
{
    Product product;
    std::optional<Sale> sale;
};

/// Where an answer comes from.
enum class Source { Cache, Database };

/// Older knowledge of the board is not listed: after so long without the database, nobody says what is there.
constexpr std::chrono::seconds listingAgeMax{2};

/// From the board: nothing when it does not know the product, or has not heard of it for
/// StockBoard::certainFor.
std::optional<CatalogueEntry> entryOnBoard(const ApiContext &api, ProductId product);
/// Whether the board says what is there: it is filled and has not been without the database for
/// listingAgeMax.
bool isBoardListed(const ApiContext &api);
/// All that the board knows, in order of id.
std::vector<CatalogueEntry> allOnBoard(const ApiContext &api);
/// The same: nothing unless isBoardListed().
std::optional<std::vector<CatalogueEntry>> entriesOnBoard(const ApiContext &api);

/// Every sale with its products, in order of id, as entriesOnBoard().
std::optional<std::vector<SaleEntry>> salesOnBoard(const ApiContext &api);

// From the database, on its thread.
std::expected<std::vector<SaleEntry>, SqlError> readSaleEntries(Connection &connection);
std::expected<std::optional<CatalogueEntry>, SqlError> readEntry(Connection &connection, ProductId product);
std::expected<std::vector<CatalogueEntry>, SqlError> readEntries(Connection &connection);

} // namespace holdfast::http
