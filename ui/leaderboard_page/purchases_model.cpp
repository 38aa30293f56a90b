// SPDX-License-Identifier: GPL-3.0-only
#include "ui/leaderboard_page/purchases_model.h"

#include "ui/widgets/number_text.h"

namespace holdfast {

PurchasesModel::PurchasesModel(const Catalogue &catalogue, PurchaseOrder order, int rowsMax, QObject *parent)
    : OrderedTableModel(parent)
    , m_catalogue(catalogue)
    , m_order(order)
    , m_rowsMax(rowsMax)
{
    Q_ASSERT(rowsMax >= 1);
}

bool PurchasesModel::isBefore(const Purchase &left, const Purchase &right) const
{
    if (m_order == PurchaseOrder::ByQuantity && left.quantity != right.quantity)
        return left.quantity > right.quantity;
    if (m_order == PurchaseOrder::ByAmount && left.amount != right.amount)
        return left.amount > right.amount;
    const bool isOlder = left.purchasedAt != right.purchasedAt ? left.purchasedAt < right.purchasedAt
                                                               : left.reservation < right.reservation;
    const bool isSame = left.reservation == right.reservation;
    return m_order == PurchaseOrder::NewestFirst ? !isOlder && !isSame : isOlder;
}

void PurchasesModel::gather(const std::vector<Purchase> &purchases, bool isSnapshot)
{
    if (isSnapshot) {
        m_pending.clear();
        m_known.clear();
        m_isSnapshotPending = true;
    }
    for (const Purchase &purchase : purchases) {
        if (m_known.contains(purchase.reservation))
            continue;
        m_known.insert(purchase.reservation);
        m_pending.push_back(purchase);
    }
    if (std::ssize(m_pending) > 2 * m_rowsMax)
        trimPending();
}

// A hidden page gathers for hours: what cannot come into the table need not wait for it.
void PurchasesModel::trimPending()
{
    std::ranges::sort(m_pending,
                      [this](const Purchase &left, const Purchase &right) { return isBefore(left, right); });
    const auto surplus = std::ssize(m_pending) - m_rowsMax;
    const auto first = keepsTail() ? m_pending.begin() : m_pending.end() - surplus;
    for (auto purchase = first; purchase != first + surplus; ++purchase)
        m_known.remove(purchase->reservation);
    m_pending.erase(first, first + surplus);
}

void PurchasesModel::apply()
{
    if (m_isSnapshotPending)
        return applySnapshot();
    if (m_pending.empty())
        return;
    if (std::ssize(m_pending) > m_rowsMax)
        trimPending();
    insertInOrder(std::exchange(m_pending, {}));
    dropSurplus();
    emit dataChanged(index(0, RankColumn), index(rowCount() - 1, RankColumn), {Qt::DisplayRole});
}

void PurchasesModel::applySnapshot()
{
    if (std::ssize(m_pending) > m_rowsMax)
        trimPending();
    std::ranges::sort(m_pending,
                      [this](const Purchase &left, const Purchase &right) { return isBefore(left, right); });
    m_isSnapshotPending = false;
    resetRows(std::exchange(m_pending, {}));
}

void PurchasesModel::dropSurplus()
{
    const int surplus = rowCount() - m_rowsMax;
    if (surplus <= 0)
        return;
    std::vector<int> leaving(static_cast<size_t>(surplus));
    std::iota(leaving.begin(), leaving.end(), keepsTail() ? 0 : m_rowsMax);
    for (const int row : leaving)
        m_known.remove(at(row).reservation);
    removeRowsAt(std::move(leaving));
}

void PurchasesModel::refreshProducts()
{
    tellAllChanged();
}

void PurchasesModel::setPrivate(bool isPrivate)
{
    if (std::exchange(m_isPrivate, isPrivate) == isPrivate)
        return;
    tellAllChanged();
    emit headerDataChanged(Qt::Horizontal, 0, ColumnCount - 1);
}

void PurchasesModel::tellAllChanged()
{
    if (rowCount() > 0)
        emit dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

int PurchasesModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant PurchasesModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const int column = index.column();
    switch (role) {
    case Qt::DisplayRole:
        return displayText(index.row(), column);
    case Qt::AccessibleTextRole:
        return accessibleText(at(index.row()));
    case Qt::TextAlignmentRole: {
        const bool isNumber = column == RankColumn || column == QuantityColumn || column == AmountColumn;
        return int(Qt::AlignVCenter | (isNumber ? Qt::AlignRight : Qt::AlignLeft));
    }
    case SortRole:
        return sortValue(at(index.row()), column);
    default:
        return {};
    }
}

QVariant PurchasesModel::displayText(int row, int column) const
{
    const Purchase &purchase = at(row);
    switch (column) {
    case RankColumn:
        return countText(row + 1);
    case TimeColumn:
        return timeOfDayText(purchase.purchasedAt, TimeDetail::Milliseconds);
    case CustomerColumn:
        return m_isPrivate ? maskedName(purchase.username) : purchase.username;
    case QuantityColumn:
        return countText(purchase.quantity);
    case ProductColumn:
        return m_catalogue.nameOf(purchase.product);
    case AmountColumn:
        return m_isPrivate ? QString() : moneyText(purchase.amount, m_catalogue.currencyOf(purchase.product));
    default:
        return {};
    }
}

QVariant PurchasesModel::sortValue(const Purchase &purchase, int column) const
{
    switch (column) {
    case TimeColumn:
        return toMicroseconds(purchase.purchasedAt);
    case QuantityColumn:
        return purchase.quantity;
    case ProductColumn:
        return m_catalogue.nameOf(purchase.product);
    case CustomerColumn:
        return m_isPrivate ? maskedName(purchase.username) : purchase.username;
    case AmountColumn:
        return m_isPrivate ? QVariant() : QVariant(purchase.amount.minorUnits());
    default:
        return {};
    }
}

QString PurchasesModel::accessibleText(const Purchase &purchase) const
{
    return tr("%1 bought %2 of %3 at %4")
        .arg(m_isPrivate ? maskedName(purchase.username) : purchase.username, countText(purchase.quantity),
             m_catalogue.nameOf(purchase.product), timeOfDayText(purchase.purchasedAt));
}

QVariant PurchasesModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole) {
        const bool isNumber = section == RankColumn || section == QuantityColumn || section == AmountColumn;
        return int(Qt::AlignVCenter | (isNumber ? Qt::AlignRight : Qt::AlignLeft));
    }
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case RankColumn:
        return tr("#");
    case TimeColumn:
        return tr("Time");
    case CustomerColumn:
        return tr("Customer");
    case QuantityColumn:
        return tr("Units");
    case ProductColumn:
        return tr("Product");
    case AmountColumn:
        return m_isPrivate ? QString() : tr("Amount");
    default:
        return {};
    }
}

} // namespace holdfast
