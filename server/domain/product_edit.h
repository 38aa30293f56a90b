// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "domain/product.h"
#include "domain/refusal.h"

#include <vector>

namespace holdfast {

/// The ranges of what people enter. The database checks them again.
struct ProductLimits
{
    static constexpr int nameLengthMax = 200;
    static constexpr int descriptionLengthMax = 10'000;
    static constexpr int categoryLengthMax = 100;
    static constexpr int totalStockMax = 100'000'000;
    static constexpr int holdSecondsMax = 86'400;
    /// Why stock was restocked.
    static constexpr int reasonLengthMax = 500;
};

/// What a new product is made from. The database checks the ranges again.
struct NewProduct
{
    QString name;
    QString description;
    QString category;
    std::optional<Money> price;
    QString currency;
    int totalStock = 0;
    std::optional<int> perUserLimit;
    int holdSeconds = 0;
    std::optional<UserId> actor;

    bool operator==(const NewProduct &) const = default;
};

/// What an edit changes; what it does not name stays as it is, also when somebody else edits it meanwhile.
struct ProductEdit
{
    std::optional<QString> name = {};
    std::optional<QString> description = {};
    std::optional<QString> category = {};
    /// An inner nothing takes the price away: the buyer's total_amount tells it then.
    std::optional<std::optional<Money>> price = {};
    std::optional<QString> currency = {};
    std::optional<int> totalStock = {};
    /// An inner nothing takes the limit away.
    std::optional<std::optional<int>> perUserLimit = {};
    std::optional<int> holdSeconds = {};
    /// An inner nothing takes it out of its sale. Only while nobody holds it.
    std::optional<std::optional<SaleId>> sale = {};
    /// Why the stock was adjusted; only with totalStock.
    QString reason = {};

    bool isEmpty() const { return *this == ProductEdit{.reason = reason}; }
    bool operator==(const ProductEdit &) const = default;
};

/// The versions of which a product must have one for an act to be done; nothing: any will do.
using ProductVersions = std::optional<std::vector<qint64>>;

enum class MovementKind { Created, Restocked, Adjusted };

/// A change of a product's total stock, and who made it why.
struct StockMovement
{
    MovementKind kind = MovementKind::Created;
    /// Added to the total; negative where it was cut.
    int quantity = 0;
    QString reason;
    /// The customer's or operator's name; empty for the operator at the machine.
    QString actor;
    Instant at;

    bool operator==(const StockMovement &) const = default;
};

enum class ProductAct { Create, Edit, Restock, Archive, Restore };

/// What became of an operator's act on a product.
struct ProductActResult
{
    ProductAct act = ProductAct::Edit;
    /// As the database has it now: after the act or, refused, as somebody else left it. Nothing when it is
    /// not in the catalogue, or not known.
    std::optional<Product> product;
    /// Nothing when it was done. VersionConflict when somebody else had edited it.
    std::optional<Refusal> refusal;
};

} // namespace holdfast
