// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "domain/api_key.h"
#include "ui/models/ordered_table_model.h"

namespace holdfast {

/// The API keys: those in force first, then the revoked, each newest first. Told anew as a whole; rows that
/// stay keep their selection. GUI thread only.
class ApiKeysModel final : public OrderedTableModel<ApiKey>
{
    Q_OBJECT

public:
    enum Column { NameColumn, HintColumn, MadeColumn, LastUsedColumn, StateColumn, ColumnCount };
    enum Role {
        /// Whether the key is in force (bool).
        InForceRole = Qt::UserRole,
    };

    using OrderedTableModel::OrderedTableModel;

    /// These and no others; in any order.
    void showKeys(const QList<ApiKey> &keys);
    const ApiKey &keyAt(int row) const { return at(row); }
    int inForceCount() const;

    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    bool isBefore(const ApiKey &left, const ApiKey &right) const override;
};

} // namespace holdfast
