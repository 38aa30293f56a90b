// SPDX-License-Identifier: GPL-3.0-only
#include "ui/live_page/stock_model.h"

#include "ui/models/row_ranges.h"
#include "ui/widgets/number_text.h"

#include <algorithm>

namespace holdfast {

namespace {

double urgencyOf(const StockLevel &stock)
{
    if (stock.total <= 0 || (stock.available == 0 && stock.reserved == 0))
        return 2.0;
    return static_cast<double>(stock.available) / stock.total;
}

} // namespace

StockMood stockMoodOf(const StockLevel &stock)
{
    if (stock.available <= 0)
        return stock.reserved > 0 ? StockMood::AllHeld : StockMood::SoldOut;
    return qint64(stock.available) * 10 <= stock.total ? StockMood::NearlyGone : StockMood::Plenty;
}

StockModel::StockModel(const Catalogue &catalogue, QObject *parent)
    : QAbstractListModel(parent)
    , m_catalogue(catalogue)
{
}

void StockModel::gather(const CatalogueChanges &changes)
{
    if (changes.isReset)
        m_pending = {.isReset = true, .isEdited = false, .touched = {}, .gone = {}};
    m_pending.touched.unite(changes.touched);
    m_pending.gone.unite(changes.gone);
}

void StockModel::apply()
{
    if (m_pending.isEmpty())
        return;
    if (m_pending.isReset) {
        resetRows();
    } else {
        removeGone();
        applyTouched();
    }
    m_pending = {};
}

void StockModel::resetRows()
{
    beginResetModel();
    m_rows.clear();
    m_rowOf.clear();
    for (auto product = m_catalogue.products().cbegin(); product != m_catalogue.products().cend(); ++product)
        m_rows.push_back(product.key());
    std::ranges::sort(m_rows);
    for (size_t row = 0; row < m_rows.size(); ++row)
        m_rowOf.insert(m_rows[row], static_cast<int>(row));
    endResetModel();
}

void StockModel::removeGone()
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

void StockModel::applyTouched()
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
        emit dataChanged(index(range.first), index(range.last));
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

int StockModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QString StockModel::accessibleText(const Product &product) const
{
    return tr("%1: %2 left, %3 held, %4 sold of %5")
        .arg(product.name, countText(product.stock.available), countText(product.stock.reserved),
             countText(product.stock.sold), countText(product.stock.total));
}

QVariant StockModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Product *product = m_catalogue.find(m_rows[static_cast<size_t>(index.row())]);
    if (!product) // Gone already; the row follows with the next apply().
        return {};
    switch (role) {
    case Qt::DisplayRole:
        return product->name;
    case Qt::AccessibleTextRole:
    case Qt::ToolTipRole:
        return accessibleText(*product);
    case ProductIdRole:
        return product->id.number();
    case StockRole:
        return QVariant::fromValue(product->stock);
    case MoodRole:
        return static_cast<int>(stockMoodOf(product->stock));
    case PriceTextRole:
        return product->price ? moneyText(*product->price, product->currency) : QString();
    case UrgencyRole:
        return urgencyOf(product->stock);
    case NameSortRole:
        return product->name;
    case PriceSortRole:
        return product->price ? product->price->minorUnits() : qint64(0);
    case SoldSortRole:
        return product->stock.sold;
    default:
        return {};
    }
}

} // namespace holdfast
