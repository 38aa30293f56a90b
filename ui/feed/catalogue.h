// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "domain/change.h"

#include <QHash>
#include <QSet>

#include <map>

namespace holdfast {

/// Which products one beat touched.
struct CatalogueChanges
{
    /// True when everything before is void.
    bool isReset = false;
    /// A name, a price or another entry of the catalogue moved, not only stock.
    bool isEdited = false;
    QSet<ProductId> touched;
    QSet<ProductId> gone;

    bool isEmpty() const { return !isReset && touched.isEmpty() && gone.isEmpty(); }
};

/// What the catalogue sold so far. Revenue is what was sold at today's prices, by currency, in minor units;
/// products without a price add nothing to it.
struct SalesTotals
{
    qint64 total = 0;
    qint64 sold = 0;
    qint64 reserved = 0;
    std::map<QString, qint64> revenueMinorUnits;
};

/// Every product with its newest stock: the one place where the pages look names, prices and numbers up.
/// GUI thread only.
class Catalogue final
{
public:
    /// Older versions than what is known are ignored.
    CatalogueChanges apply(const ChangeSet &changes, bool isSnapshot);

    /// Nothing when the product is unknown; valid until the next apply().
    const Product *find(ProductId id) const;
    /// "Product 12" while the product itself has not arrived.
    QString nameOf(ProductId id) const;
    QString currencyOf(ProductId id) const;
    const QHash<ProductId, Product> &products() const { return m_products; }
    SalesTotals totals() const;

private:
    void applyProduct(const Product &product, CatalogueChanges &result);
    void applyStock(const StockState &state, CatalogueChanges &result);

    QHash<ProductId, Product> m_products;
};

} // namespace holdfast
