// SPDX-License-Identifier: GPL-3.0-only
#include "ui/products_page/movements_model.h"

#include "ui/widgets/number_text.h"

#include <QLocale>

#include <algorithm>

namespace holdfast {

using namespace Qt::StringLiterals;

namespace {

QString kindText(MovementKind kind)
{
    switch (kind) {
    case MovementKind::Created:
        return MovementsModel::tr("Created");
    case MovementKind::Restocked:
        return MovementsModel::tr("Restocked");
    case MovementKind::Adjusted:
        return MovementsModel::tr("Adjusted");
    }
    Q_UNREACHABLE();
}

QString quantityText(int quantity)
{
    if (quantity == 0)
        return countText(0);
    return quantity > 0 ? QString(u'+' + countText(quantity)) : QString(u'−' + countText(-qint64(quantity)));
}

QString displayText(const StockMovement &movement, int column)
{
    switch (column) {
    case MovementsModel::TimeColumn:
        return dayAndTimeText(movement.at);
    case MovementsModel::KindColumn:
        return kindText(movement.kind);
    case MovementsModel::QuantityColumn:
        return quantityText(movement.quantity);
    case MovementsModel::ActorColumn:
        return movement.actor.isEmpty() ? MovementsModel::tr("operator") : movement.actor;
    case MovementsModel::ReasonColumn:
        return movement.reason;
    default:
        return {};
    }
}

QString accessibleText(const StockMovement &movement)
{
    QStringList parts;
    for (int column = 0; column < MovementsModel::ColumnCount; ++column)
        parts.append(displayText(movement, column));
    parts.removeAll(QString());
    return parts.join(u", "_s);
}

int alignmentOf(int column)
{
    return int((column == MovementsModel::QuantityColumn ? Qt::AlignRight : Qt::AlignLeft)
               | Qt::AlignVCenter);
}

} // namespace

void MovementsModel::showMovements(const QList<StockMovement> &movements)
{
    const qsizetype news = std::max<qsizetype>(movements.size() - m_movements.size(), 0);
    if (m_movements.isEmpty() || movements.sliced(news) != m_movements) {
        beginResetModel();
        m_movements = movements;
        endResetModel();
    } else if (news > 0) {
        beginInsertRows({}, 0, static_cast<int>(news) - 1);
        m_movements = movements;
        endInsertRows();
    }
}

int MovementsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_movements.size());
}

int MovementsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant MovementsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const StockMovement &movement = m_movements[index.row()];
    switch (role) {
    case Qt::DisplayRole:
        return displayText(movement, index.column());
    case Qt::ToolTipRole:
        return index.column() == ReasonColumn ? movement.reason : QString();
    case Qt::AccessibleTextRole:
        return index.column() == TimeColumn ? accessibleText(movement)
                                            : displayText(movement, index.column());
    case Qt::TextAlignmentRole:
        return alignmentOf(index.column());
    default:
        return {};
    }
}

QVariant MovementsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return alignmentOf(section);
    if (role != Qt::DisplayRole)
        return {};
    const QString titles[] = {tr("When"), tr("What"), tr("Units"), tr("By"), tr("Why")};
    return section >= 0 && section < ColumnCount ? titles[section] : QVariant();
}

} // namespace holdfast
