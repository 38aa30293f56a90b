// SPDX-License-Identifier: GPL-3.0-only
#include "ui/orders_page/order_lines_model.h"

#include "ui/widgets/number_text.h"

namespace holdfast {

using namespace Qt::StringLiterals;

void OrderLinesModel::show(const std::optional<Order> &order)
{
    if (m_order == order)
        return;
    beginResetModel();
    m_order = order;
    endResetModel();
}

int OrderLinesModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() || !m_order ? 0 : static_cast<int>(m_order->lines.size());
}

int OrderLinesModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString OrderLinesModel::displayText(const OrderLine &line, int column) const
{
    switch (column) {
    case ProductColumn:
        return line.productName;
    case QuantityColumn:
        return countText(line.quantity);
    case PriceColumn:
        return line.unitPrice ? moneyText(*line.unitPrice, m_order->currency) : u"–"_s;
    case AmountColumn:
        return moneyText(line.amount, m_order->currency);
    default:
        return {};
    }
}

QVariant OrderLinesModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const OrderLine &line = m_order->lines[index.row()];
    switch (role) {
    case Qt::DisplayRole:
        return displayText(line, index.column());
    case Qt::TextAlignmentRole:
        return int(Qt::AlignVCenter | (index.column() == ProductColumn ? Qt::AlignLeft : Qt::AlignRight));
    case Qt::AccessibleTextRole:
        return tr("%1, %2 at %3, together %4")
            .arg(displayText(line, ProductColumn), displayText(line, QuantityColumn),
                 displayText(line, PriceColumn), displayText(line, AmountColumn));
    default:
        return {};
    }
}

QVariant OrderLinesModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignVCenter | (section == ProductColumn ? Qt::AlignLeft : Qt::AlignRight));
    if (role != Qt::DisplayRole)
        return {};
    const QString titles[] = {tr("Product"), tr("Units"), tr("Price"), tr("Amount")};
    return section >= 0 && section < ColumnCount ? titles[section] : QVariant();
}

} // namespace holdfast
