// SPDX-License-Identifier: GPL-3.0-only
#include "ui/live_page/alarm_model.h"

namespace holdfast {

bool AlarmModel::isBefore(const Alarm &left, const Alarm &right) const
{
    return left.severity != right.severity ? left.severity > right.severity : left.kind < right.kind;
}

void AlarmModel::apply(const QList<Alarm> &alarms)
{
    // A handful at most: an alarm whose words changed goes and comes again in one beat.
    std::vector<int> leaving;
    std::vector<Alarm> arriving(alarms.cbegin(), alarms.cend());
    for (int row = 0; row < rowCount(); ++row) {
        if (std::erase(arriving, at(row)) == 0)
            leaving.push_back(row);
    }
    removeRowsAt(std::move(leaving));
    insertInOrder(std::move(arriving));
}

QVariant AlarmModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    switch (role) {
    case Qt::DisplayRole:
    case Qt::ToolTipRole:
        return at(index.row()).text;
    case SeverityRole:
        return static_cast<int>(at(index.row()).severity);
    default:
        return {};
    }
}

} // namespace holdfast
