// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "ui/models/row_ranges.h"

#include <QAbstractTableModel>
#include <QHash>

#include <algorithm>
#include <iterator>
#include <numeric>
#include <vector>

namespace holdfast {

/// A table that keeps its rows in its own order, for lists too long and too lively for a sorting proxy.
/// One change of any size costs a bounded number of signals: up to rowRangesMax ranges are told one by one;
/// beyond that, rows are gathered at the tail (one layout change) and cut or added there (one range). Row
/// should be cheap to move: a pointer or a small value. GUI thread only.
template <typename Row>
class OrderedTableModel : public QAbstractTableModel
{
public:
    using QAbstractTableModel::QAbstractTableModel;

    int rowCount(const QModelIndex &parent = {}) const final
    {
        return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
    }

protected:
    /// A strict order; two rows are never equal in it.
    virtual bool isBefore(const Row &left, const Row &right) const = 0;

    const std::vector<Row> &rows() const { return m_rows; }
    const Row &at(int row) const { return m_rows[static_cast<size_t>(row)]; }

    /// For snapshots only: views forget their selection and their place.
    void resetRows(std::vector<Row> sorted)
    {
        beginResetModel();
        m_rows = std::move(sorted);
        endResetModel();
    }

    /// These and no others, in any order, told as the differences they make: what stays keeps its selection.
    /// For rows with an `id` that no two share; equal rows raise no signal.
    void showRows(const std::vector<Row> &wanted)
    {
        QHash<decltype(Row::id), Row> arriving;
        for (const Row &row : wanted)
            arriving.insert(row.id, row);
        std::vector<int> leaving;
        std::vector<int> changed;
        for (int row = 0; row < rowCount(); ++row) {
            Row &shown = m_rows[static_cast<size_t>(row)];
            const auto now = arriving.constFind(shown.id);
            if (now == arriving.cend() || isBefore(*now, shown) || isBefore(shown, *now)) {
                leaving.push_back(row);
                continue;
            }
            if (*now != shown) {
                shown = *now;
                changed.push_back(row);
            }
            arriving.erase(now);
        }
        tellChanged(std::move(changed));
        removeRowsAt(std::move(leaving));
        insertInOrder({arriving.cbegin(), arriving.cend()});
    }

    /// In any order.
    void removeRowsAt(std::vector<int> leaving)
    {
        std::vector<RowRange> ranges = mergedRanges(std::move(leaving));
        if (std::ssize(ranges) > rowRangesMax)
            ranges = {gatherAtTail(ranges)};
        for (auto range = ranges.crbegin(); range != ranges.crend(); ++range) {
            beginRemoveRows({}, range->first, range->last);
            m_rows.erase(m_rows.begin() + range->first, m_rows.begin() + range->last + 1);
            endRemoveRows();
        }
    }

    /// In any order; none of them may be in the table yet.
    void insertInOrder(std::vector<Row> arriving)
    {
        if (arriving.empty())
            return;
        const auto before = [this](const Row &left, const Row &right) { return isBefore(left, right); };
        std::ranges::sort(arriving, before);
        const std::vector<Insertion> insertions = insertionsOf(arriving);
        if (std::ssize(insertions) > rowRangesMax)
            return appendAndMerge(std::move(arriving));
        auto end = std::make_move_iterator(arriving.end());
        for (auto insertion = insertions.crbegin(); insertion != insertions.crend(); ++insertion) {
            beginInsertRows({}, insertion->row, insertion->row + insertion->count - 1);
            m_rows.insert(m_rows.begin() + insertion->row, end - insertion->count, end);
            endInsertRows();
            end -= insertion->count;
        }
    }

    /// Tells that cells changed in place; one covering range when they are scattered.
    void tellChanged(std::vector<int> changed, const QList<int> &roles = {})
    {
        for (const RowRange range : coarseRanges(std::move(changed)))
            emit this->dataChanged(index(range.first, 0), index(range.last, columnCount() - 1), roles);
    }

private:
    struct Insertion
    {
        int row = 0;
        int count = 0;
    };

    std::vector<Insertion> insertionsOf(const std::vector<Row> &sorted) const
    {
        std::vector<Insertion> insertions;
        auto from = m_rows.cbegin();
        for (const Row &row : sorted) {
            from = std::lower_bound(from, m_rows.cend(), row, [this](const Row &left, const Row &right) {
                return isBefore(left, right);
            });
            const int place = static_cast<int>(from - m_rows.cbegin());
            if (!insertions.empty() && insertions.back().row == place)
                ++insertions.back().count;
            else
                insertions.push_back({place, 1});
        }
        return insertions;
    }

    RowRange gatherAtTail(const std::vector<RowRange> &leaving)
    {
        std::vector<int> staying;
        std::vector<int> tail;
        staying.reserve(m_rows.size());
        int row = 0;
        for (const RowRange range : leaving) {
            for (; row < range.first; ++row)
                staying.push_back(row);
            for (; row <= range.last; ++row)
                tail.push_back(row);
        }
        for (; row < rowCount(); ++row)
            staying.push_back(row);
        const int first = static_cast<int>(staying.size());
        staying.insert(staying.end(), tail.cbegin(), tail.cend());
        permute(staying);
        return {first, rowCount() - 1};
    }

    void appendAndMerge(std::vector<Row> arriving)
    {
        const int first = rowCount();
        beginInsertRows({}, first, first + static_cast<int>(arriving.size()) - 1);
        std::ranges::move(arriving, std::back_inserter(m_rows));
        endInsertRows();
        std::vector<int> order(m_rows.size());
        std::iota(order.begin(), order.end(), 0);
        std::inplace_merge(order.begin(), order.begin() + first, order.end(),
                           [this](int left, int right) { return isBefore(at(left), at(right)); });
        permute(order);
    }

    /// oldRowOf[new row] = old row. Only what a view holds on to (selection, current row) is moved along.
    void permute(const std::vector<int> &oldRowOf)
    {
        emit this->layoutAboutToBeChanged({}, VerticalSortHint);
        std::vector<Row> moved;
        moved.reserve(m_rows.size());
        std::vector<int> newRowOf(m_rows.size());
        for (const int old : oldRowOf) {
            newRowOf[static_cast<size_t>(old)] = static_cast<int>(moved.size());
            moved.push_back(std::move(m_rows[static_cast<size_t>(old)]));
        }
        m_rows = std::move(moved);
        const QModelIndexList from = persistentIndexList();
        QModelIndexList to;
        for (const QModelIndex &held : from)
            to.append(index(newRowOf[static_cast<size_t>(held.row())], held.column()));
        changePersistentIndexList(from, to);
        emit this->layoutChanged({}, VerticalSortHint);
    }

    std::vector<Row> m_rows;
};

} // namespace holdfast
