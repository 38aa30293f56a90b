// SPDX-License-Identifier: GPL-3.0-only
#include "ui/products_page/product_filter.h"

#include "ui/products_page/products_model.h"

#include <algorithm>

namespace holdfast {

ProductFilter::ProductFilter(QObject *parent)
    : QSortFilterProxyModel(parent)
{
    setDynamicSortFilter(false);
    setSortRole(ProductsModel::SortRole);
    setSortCaseSensitivity(Qt::CaseInsensitive);
    setSortLocaleAware(true);
}

void ProductFilter::setText(const QString &text)
{
    m_words = text.simplified().split(u' ', Qt::SkipEmptyParts);
    invalidateFilter();
}

void ProductFilter::setCategory(const std::optional<QString> &category)
{
    m_category = category;
    invalidateFilter();
}

void ProductFilter::look()
{
    invalidate();
}

bool ProductFilter::filterAcceptsRow(int row, const QModelIndex &parent) const
{
    const QModelIndex product = sourceModel()->index(row, 0, parent);
    if (m_category && product.data(ProductsModel::CategoryRole).toString() != *m_category)
        return false;
    const QString all = product.data(ProductsModel::SearchRole).toString();
    return std::ranges::all_of(
        m_words, [&all](const QString &word) { return all.contains(word, Qt::CaseInsensitive); });
}

} // namespace holdfast
