// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "ui/models/ordered_table_model.h"
#include "ui/sales_page/sale_stock.h"

#include <optional>

namespace holdfast {

/// A product as the detail of its sale shows it.
struct SaleProduct
{
    ProductId id;
    QString name;
    QString price;
    SaleStock stock;

    bool operator==(const SaleProduct &) const = default;
};

/// The products of one sale, by name. GUI thread only.
class SaleProductsModel final : public OrderedTableModel<SaleProduct>
{
    Q_OBJECT

public:
    enum Column { NameColumn, PriceColumn, UnitsColumn, ColumnCount };

    /// Must outlive the model.
    explicit SaleProductsModel(const Catalogue &catalogue, QObject *parent = nullptr);

    /// The products of this sale as the catalogue has them now; nothing clears the table.
    void show(std::optional<SaleId> sale);

    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    bool isBefore(const SaleProduct &left, const SaleProduct &right) const override;

    const Catalogue &m_catalogue;
};

} // namespace holdfast
