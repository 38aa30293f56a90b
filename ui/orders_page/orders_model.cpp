// SPDX-License-Identifier: GPL-3.0-only
#include "ui/orders_page/orders_model.h"

#include "ui/widgets/number_text.h"

namespace holdfast {

using namespace Qt::StringLiterals;

namespace {

// Keys of one moment begin alike (UUID version 7): the end tells them apart.
constexpr int idTailLength = 12;

QString displayText(const Order &order, int column)
{
    switch (column) {
    case OrdersModel::PlacedColumn:
        return dayAndTimeText(order.createdAt) + timeOfDayText(order.createdAt).right(3);
    case OrdersModel::CustomerColumn:
        return order.username;
    case OrdersModel::ProductsColumn:
        return productsText(order);
    case OrdersModel::UnitsColumn:
        return countText(unitsOf(order));
    case OrdersModel::AmountColumn:
        return moneyText(order.amount, order.currency);
    case OrdersModel::IdColumn:
        return u'…' + order.id.text().right(idTailLength);
    default:
        return {};
    }
}

bool isNumber(int column)
{
    return column == OrdersModel::UnitsColumn || column == OrdersModel::AmountColumn;
}

} // namespace

QString productsText(const Order &order)
{
    QStringList products;
    for (const OrderLine &line : order.lines)
        products += line.quantity == 1
            ? line.productName
            : OrdersModel::tr("%1 × %2").arg(line.productName, countText(line.quantity));
    return products.join(u", "_s);
}

qint64 unitsOf(const Order &order)
{
    qint64 units = 0;
    for (const OrderLine &line : order.lines)
        units += line.quantity;
    return units;
}

bool OrdersModel::isBefore(const std::shared_ptr<const Order> &left,
                           const std::shared_ptr<const Order> &right) const
{
    return left->createdAt != right->createdAt ? left->createdAt > right->createdAt : right->id < left->id;
}

std::vector<std::shared_ptr<const Order>> OrdersModel::takeUnknown(const QList<Order> &orders)
{
    std::vector<std::shared_ptr<const Order>> unknown;
    for (const Order &order : orders) {
        if (m_known.contains(order.id))
            continue;
        m_known.insert(order.id);
        unknown.push_back(std::make_shared<const Order>(order));
    }
    return unknown;
}

void OrdersModel::restart(const QList<Order> &orders)
{
    m_known.clear();
    auto rows = takeUnknown(orders);
    std::ranges::sort(rows, [this](const auto &left, const auto &right) { return isBefore(left, right); });
    resetRows(std::move(rows));
}

void OrdersModel::addNewest(const QList<Order> &orders, bool isAll)
{
    const bool isJoined = isAll
        || std::ranges::any_of(orders, [this](const Order &order) { return m_known.contains(order.id); });
    if (!isJoined)
        return restart(orders);
    insertInOrder(takeUnknown(orders));
    dropTail();
}

void OrdersModel::addOlder(const QList<Order> &orders)
{
    insertInOrder(takeUnknown(orders));
    dropTail();
}

void OrdersModel::dropTail()
{
    std::vector<int> leaving;
    for (int row = ordersMax; row < rowCount(); ++row) {
        leaving.push_back(row);
        m_known.remove(at(row)->id);
    }
    removeRowsAt(std::move(leaving));
}

std::optional<OrderPlace> OrdersModel::oldest() const
{
    if (rows().empty())
        return std::nullopt;
    return OrderPlace{rows().back()->createdAt, rows().back()->id};
}

int OrdersModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant OrdersModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Order &order = orderAt(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return displayText(order, index.column());
    case Qt::ToolTipRole:
        return index.column() == IdColumn      ? QVariant(order.id.text())
            : index.column() == ProductsColumn ? QVariant(productsText(order))
                                               : QVariant();
    case Qt::TextAlignmentRole:
        return int(Qt::AlignVCenter | (isNumber(index.column()) ? Qt::AlignRight : Qt::AlignLeft));
    case Qt::AccessibleTextRole:
        return tr("%1 bought %2 for %3, %4")
            .arg(order.username, productsText(order), moneyText(order.amount, order.currency),
                 dayAndTimeText(order.createdAt));
    default:
        return {};
    }
}

QVariant OrdersModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignVCenter | (isNumber(section) ? Qt::AlignRight : Qt::AlignLeft));
    if (role != Qt::DisplayRole)
        return {};
    const QString titles[] = {tr("Placed"), tr("Customer"), tr("Products"),
                              tr("Units"),  tr("Amount"),   tr("Order")};
    return section >= 0 && section < ColumnCount ? titles[section] : QVariant();
}

} // namespace holdfast
