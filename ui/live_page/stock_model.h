// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "ui/models/product_rows.h"

namespace holdfast {

/// How close a product is to its end, as its row says it in words and with an icon.
enum class StockMood { Plenty, NearlyGone, AllHeld, SoldOut };

/// A tenth of the stock or less is nearly gone.
StockMood stockMoodOf(const StockLevel &stock);

/// The stock of every product, one row each, for a list. GUI thread only.
class StockModel final : public ProductRows
{
    Q_OBJECT

public:
    enum Role {
        ProductIdRole = Qt::UserRole,
        StockRole,
        MoodRole,
        PriceTextRole,
        /// Raw values for sorting: what is sold out last, otherwise the smaller share left first.
        UrgencyRole,
        NameSortRole,
        PriceSortRole,
        SoldSortRole,
    };

    using ProductRows::ProductRows;

    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;

private:
    QString accessibleText(const Product &product) const;
};

} // namespace holdfast

Q_DECLARE_METATYPE(holdfast::StockLevel)
