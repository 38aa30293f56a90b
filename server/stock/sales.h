// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "database/connection.h"
#include "domain/outcome.h"
#include "domain/sale_edit.h"
#include "stock/catalogue_news.h"

namespace holdfast {

/// A sale as an act has left it.
struct SaleChanged
{
    Sale sale;
    /// Those it has now, in order of id.
    std::vector<Product> products;
    /// By the database's clock.
    Instant decidedAt;
    /// How many holds the act released (cancel), or whose clocks it stopped (pause) or started (resume).
    int holds = 0;
    CatalogueNews news;
};

/// A drop as it was made: its product, in a sale of its own.
struct DropMade
{
    Product product;
    Sale sale;
    Instant decidedAt;
    CatalogueNews news;
};

using SaleOutcome = std::expected<Outcome<SaleChanged>, SqlError>;

// What admins and the operator do with sales. All block on the database, on the connection's thread, in the
// caller's transaction; what is to be done with their news: catalogue_news.h. `sender` names this server in
// the announcement to the others. Refused with SALE_NOT_FOUND, CONFLICT {status} where the sale's phase does
// not allow the act, and what each says.

/// VALIDATION_ERROR (window, products), STOCK_IN_USE when somebody holds one of the products.
SaleOutcome createSale(Connection &connection, const NewSale &sale, const QString &sender);
/// As createSale, and VERSION_CONFLICT. Of a sale that is over only the name can be changed; one that is live
/// has started for good.
SaleOutcome editSale(Connection &connection, SaleId sale, const SaleEdit &edit, const QString &sender);
/// From draft or scheduled: it is live from now on.
SaleOutcome startSale(Connection &connection, SaleId sale, const QString &sender);

enum class HoldClocks {
    /// Holds expire during the pause.
    Run,
    /// What is left of each hold stands still until the sale is resumed or its end comes.
    StandStill,
};
/// From live: no new holds; checking out and cancelling go on.
SaleOutcome pauseSale(Connection &connection, SaleId sale, HoldClocks clocks, const QString &sender);
SaleOutcome resumeSale(Connection &connection, SaleId sale, const QString &sender);
/// To a later end, from scheduled, live or paused. CONFLICT {status, ends_at} when it would not be later.
SaleOutcome extendSale(Connection &connection, SaleId sale, Instant end, const QString &sender);
SaleOutcome extendSale(Connection &connection, SaleId sale, std::chrono::seconds time, const QString &sender);
/// From live or paused. Holds run on and can be bought.
SaleOutcome endSale(Connection &connection, SaleId sale, const QString &sender);
/// From anything but ended and cancelled: for good. Every hold of its products is released.
SaleOutcome cancelSale(Connection &connection, SaleId sale, const QString &sender);

/// The product, and its sale of the same name.
std::expected<Outcome<DropMade>, SqlError> createDrop(Connection &connection, const NewDrop &drop,
                                                      const QString &sender);

/// All there are, in order of id.
std::expected<std::vector<Sale>, SqlError> readSales(Connection &connection);

/// Nothing for an unknown sale.
std::expected<std::optional<Sale>, SqlError> readSaleAlone(Connection &connection, SaleId sale);

/// A sale with the products that it has, in order of id.
struct SaleEntry
{
    Sale sale;
    std::vector<Product> products;
};
/// Nothing for an unknown sale.
std::expected<std::optional<SaleEntry>, SqlError> readSale(Connection &connection, SaleId sale);

} // namespace holdfast
