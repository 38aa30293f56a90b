// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "ui/feed/situation.h"
#include "ui/models/ordered_table_model.h"

namespace holdfast {

/// The alarms there are, the gravest first; one row a kind. GUI thread only.
class AlarmModel final : public OrderedTableModel<Alarm>
{
    Q_OBJECT

public:
    enum Role { SeverityRole = Qt::UserRole };

    using OrderedTableModel::OrderedTableModel;

    void apply(const QList<Alarm> &alarms);

    int columnCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : 1; }
    QVariant data(const QModelIndex &index, int role) const override;

private:
    bool isBefore(const Alarm &left, const Alarm &right) const override;
};

} // namespace holdfast
