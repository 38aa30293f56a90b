// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "domain/product_edit.h"
#include "domain/refusal.h"
#include "domain/sale.h"

namespace holdfast {

/// The ranges of what people enter. The database checks them again.
struct SaleLimits
{
    static constexpr int nameLengthMax = 200;
    static constexpr int productsMax = 1'000;
    /// By how much one act may put off a sale's end: a year.
    static constexpr qint64 extensionSecondsMax = 31'536'000;
};

/// What an edit changes; what it does not name stays as it is.
struct SaleEdit
{
    std::optional<QString> name = {};
    /// An inner nothing makes it a draft again.
    std::optional<std::optional<Instant>> startsAt = {};
    /// An inner nothing makes it open-ended.
    std::optional<std::optional<Instant>> endsAt = {};
    /// All its products from now on: the others leave it.
    std::optional<std::vector<ProductId>> products = {};
    /// One of these it must have; nothing: any.
    std::optional<std::vector<qint64>> versions = {};
};

/// A product with a sale of its own.
struct NewDrop
{
    NewProduct product;
    std::optional<Instant> startsAt;
    std::optional<Instant> endsAt;
};

/// What became of an operator's act on a sale.
struct SaleActResult
{
    SaleAct act = SaleAct::Edit;
    /// As the database has it now; nothing when it is not there, or not known.
    std::optional<Sale> sale;
    /// How many holds the act released (cancel), or whose clocks it stopped (pause) or started (resume).
    int holds = 0;
    /// Nothing when it was done; its message is for people.
    std::optional<Refusal> refusal;
};

} // namespace holdfast
