// SPDX-License-Identifier: GPL-3.0-only
#include "ui/feed/catalogue.h"

#include <QCoreApplication>

namespace holdfast {

CatalogueChanges Catalogue::apply(const ChangeSet &changes, bool isSnapshot)
{
    CatalogueChanges result;
    result.isReset = isSnapshot;
    if (isSnapshot)
        m_products.clear();
    for (const Product &product : changes.products)
        applyProduct(product, result);
    for (const StockState &state : changes.stocks)
        applyStock(state, result);
    for (const ProductId id : changes.archivedProducts) {
        if (m_products.remove(id) > 0) {
            result.touched.remove(id);
            result.gone.insert(id);
        }
    }
    result.isEdited = isSnapshot || result.isEdited || !result.gone.isEmpty();
    return result;
}

void Catalogue::applyProduct(const Product &product, CatalogueChanges &result)
{
    const auto known = m_products.find(product.id);
    if (known == m_products.end()) {
        m_products.insert(product.id, product);
    } else if (known->version > product.version) {
        return;
    } else {
        // An edit read before the newest commit of stock must not bring the older numbers back.
        const StockLevel stock = known->stockVersion > product.stockVersion ? known->stock : product.stock;
        const qint64 stockVersion = std::max(known->stockVersion, product.stockVersion);
        *known = product;
        known->stock = stock;
        known->stockVersion = stockVersion;
    }
    result.isEdited = true;
    result.touched.insert(product.id);
}

void Catalogue::applyStock(const StockState &state, CatalogueChanges &result)
{
    const auto known = m_products.find(state.product);
    if (known == m_products.end() || known->stockVersion > state.stockVersion || known->stock == state.level)
        return;
    known->stock = state.level;
    known->stockVersion = state.stockVersion;
    result.touched.insert(state.product);
}

const Product *Catalogue::find(ProductId id) const
{
    const auto found = m_products.constFind(id);
    return found == m_products.cend() ? nullptr : &*found;
}

QString Catalogue::nameOf(ProductId id) const
{
    const Product *product = find(id);
    return product ? product->name
                   : QCoreApplication::translate("holdfast::Catalogue", "Product %1").arg(id.number());
}

QString Catalogue::currencyOf(ProductId id) const
{
    const Product *product = find(id);
    return product ? product->currency : QString();
}

SalesTotals Catalogue::totals() const
{
    SalesTotals totals;
    for (const Product &product : m_products) {
        totals.total += product.stock.total;
        totals.sold += product.stock.sold;
        totals.reserved += product.stock.reserved;
        const auto amount = product.price ? product.price->times(product.stock.sold) : std::nullopt;
        if (amount)
            totals.revenueMinorUnits[product.currency] += amount->minorUnits();
    }
    return totals;
}

} // namespace holdfast
