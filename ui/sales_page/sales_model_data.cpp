// SPDX-License-Identifier: GPL-3.0-only
// What a row of the sales says; how the rows are kept stands in sales_model.cpp.
#include "ui/frame/sale_clock.h"
#include "ui/sales_page/sales_model.h"
#include "ui/widgets/number_text.h"

namespace holdfast {

using namespace Qt::StringLiterals;

namespace {

QString momentText(const std::optional<Instant> &instant)
{
    return instant ? dayAndTimeText(*instant) : u"–"_s;
}

} // namespace

int SalesModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString SalesModel::nextText(const Sale &sale) const
{
    const SaleView view = saleViewOf(sale, m_clock.now());
    return view.countdown.isEmpty() ? view.caption : tr("%1 %2").arg(view.caption, view.countdown);
}

QString SalesModel::displayText(const SaleRow &row, int column) const
{
    switch (column) {
    case PhaseColumn:
        return phaseWord(row.phase);
    case NameColumn:
        return row.sale.isDrop ? tr("%1 (drop)").arg(row.sale.name) : row.sale.name;
    case StartsColumn:
        return momentText(row.sale.startsAt);
    case EndsColumn:
        return momentText(row.sale.endsAt);
    case NextColumn:
        return nextText(row.sale);
    case ProductsColumn:
        return countText(row.stock.products);
    case UnitsColumn:
        return unitsText(row.stock);
    default:
        return {};
    }
}

QVariant SalesModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const SaleRow &row = rowAt(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return displayText(row, index.column());
    case Qt::ToolTipRole:
        return index.column() == NameColumn ? QVariant(row.sale.name) : QVariant();
    case Qt::TextAlignmentRole:
        return int(Qt::AlignVCenter | (index.column() == ProductsColumn ? Qt::AlignRight : Qt::AlignLeft));
    case Qt::AccessibleTextRole:
        return tr("%1, %2, %3, %4 products, %5")
            .arg(row.sale.name, displayText(row, PhaseColumn), displayText(row, NextColumn),
                 displayText(row, ProductsColumn), displayText(row, UnitsColumn));
    case PhaseRole:
        return static_cast<int>(row.phase);
    case StockRole:
        return QVariant::fromValue(row.stock);
    default:
        return {};
    }
}

QVariant SalesModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignVCenter | (section == ProductsColumn ? Qt::AlignRight : Qt::AlignLeft));
    if (role != Qt::DisplayRole)
        return {};
    const QString titles[] = {tr("Phase"),       tr("Sale"),     tr("Starts"), tr("Ends"),
                              tr("Next change"), tr("Products"), tr("Units")};
    return section >= 0 && section < ColumnCount ? titles[section] : QVariant();
}

} // namespace holdfast
