// SPDX-License-Identifier: GPL-3.0-only
#include "ui/models/product_rows.h"

#include "ui/models/row_ranges.h"

#include <algorithm>
#include <utility>

namespace holdfast {

ProductRows::ProductRows(const Catalogue &catalogue, QObject *parent)
    : QAbstractTableModel(parent)
    , m_catalogue(catalogue)
{
}

void ProductRows::gather(const CatalogueChanges &changes)
{
    if (changes.isReset)
        m_pending = {.isReset = true, .isEdited = false, .touched = {}, .gone = {}};
    m_pending.touched.unite(changes.touched);
    m_pending.gone.unite(changes.gone);
}

void ProductRows::apply()
{
    if (m_pending.isEmpty())
        return;
    if (std::exchange(m_pending.isReset, false))
        compareWithCatalogue();
    removeGone();
    applyTouched();
    m_pending = {};
}

// A snapshot is told as the differences it makes: views keep their selection and their place.
void ProductRows::compareWithCatalogue()
{
    for (const ProductId id : m_rows) {
        if (!m_catalogue.find(id))
            m_pending.gone.insert(id);
    }
    for (auto product = m_catalogue.products().cbegin(); product != m_catalogue.products().cend(); ++product)
        m_pending.touched.insert(product.key());
}

void ProductRows::removeGone()
{
    std::vector<int> leaving;
    for (const ProductId id : std::as_const(m_pending.gone)) {
        if (const auto row = m_rowOf.constFind(id); row != m_rowOf.cend())
            leaving.push_back(*row);
    }
    const std::vector<RowRange> ranges = mergedRanges(std::move(leaving));
    for (auto range = ranges.crbegin(); range != ranges.crend(); ++range) {
        beginRemoveRows({}, range->first, range->last);
        for (int row = range->first; row <= range->last; ++row)
            m_rowOf.remove(m_rows[static_cast<size_t>(row)]);
        m_rows.erase(m_rows.begin() + range->first, m_rows.begin() + range->last + 1);
        for (size_t row = static_cast<size_t>(range->first); row < m_rows.size(); ++row)
            m_rowOf.insert(m_rows[row], static_cast<int>(row));
        endRemoveRows();
    }
}

void ProductRows::applyTouched()
{
    std::vector<int> changed;
    std::vector<ProductId> appeared;
    for (const ProductId id : std::as_const(m_pending.touched)) {
        if (const auto row = m_rowOf.constFind(id); row != m_rowOf.cend())
            changed.push_back(*row);
        else if (m_catalogue.find(id))
            appeared.push_back(id);
    }
    for (const RowRange range : coarseRanges(std::move(changed)))
        emit dataChanged(index(range.first, 0), index(range.last, columnCount() - 1));
    append(std::move(appeared));
}

void ProductRows::append(std::vector<ProductId> appeared)
{
    if (appeared.empty())
        return;
    std::ranges::sort(appeared);
    const int first = rowCount();
    beginInsertRows({}, first, first + static_cast<int>(appeared.size()) - 1);
    for (const ProductId id : appeared) {
        m_rowOf.insert(id, rowCount());
        m_rows.push_back(id);
    }
    endInsertRows();
}

int ProductRows::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

} // namespace holdfast
