// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "domain/product.h"
#include "domain/purchase.h"
#include "domain/reservation.h"
#include "domain/sale.h"

#include <QString>

#include <chrono>
#include <vector>

namespace holdfast {

/// A reading of the database's clock against this process's steady one.
struct ClockReading
{
    Instant database;
    std::chrono::steady_clock::time_point taken;

    /// The database's time now, as far as this reading tells.
    Instant now() const
    {
        using namespace std::chrono;
        return database + duration_cast<microseconds>(steady_clock::now() - taken);
    }
};

/// A hold that opened, moved its end, or ended. The username may be empty when it is already known.
struct HoldChange
{
    Reservation reservation;
    QString username;
    /// When it was decided, by the database's clock: of two changes of a hold the later one holds, whatever
    /// order they come in. The earliest moment there is when it was only read.
    Instant decidedAt = {};
};

/// What one commit (or one look at the database) changed, in no particular order within a list.
/// Stock: the newest version of each product wins. Holds: a final state never turns active again.
struct ChangeSet
{
    std::vector<StockState> stocks;
    std::vector<Product> products;
    std::vector<ProductId> archivedProducts;
    std::vector<Sale> sales;
    std::vector<HoldChange> holds;
    std::vector<Purchase> purchases;

    bool isEmpty() const
    {
        return stocks.empty() && products.empty() && archivedProducts.empty() && sales.empty()
            && holds.empty() && purchases.empty();
    }
};

} // namespace holdfast
