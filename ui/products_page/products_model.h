// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "ui/models/product_rows.h"

namespace holdfast {

/// The catalogue as operators edit it: what each product is called, costs and allows, and its stock. GUI
/// thread only.
class ProductsModel final : public ProductRows
{
    Q_OBJECT

public:
    enum Column {
        NameColumn,
        CategoryColumn,
        PriceColumn,
        StockColumn,
        AvailableColumn,
        HeldColumn,
        SoldColumn,
        TotalColumn,
        LimitColumn,
        HoldTimeColumn,
        SaleColumn,
        VersionColumn,
        ColumnCount
    };
    enum Role {
        /// Raw values: a number, a text.
        SortRole = Qt::UserRole,
        /// The product's number (qint64).
        ProductIdRole,
        /// What a search looks through: name, category, description, number.
        SearchRole,
        /// Trimmed; empty for a product without one.
        CategoryRole,
        /// StockLevel.
        StockRole,
    };

    /// Both must outlive the model.
    ProductsModel(const Catalogue &catalogue, const QHash<SaleId, Sale> &sales, QObject *parent = nullptr);

    /// A sale got another name: shows it.
    void refreshSales();
    /// Whether a column's order moves with the sale's pace, not only with edits.
    static bool isLively(int column) { return column >= StockColumn && column <= TotalColumn; }

    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QString saleName(const Product &product) const;
    QString displayText(const Product &product, int column) const;
    QVariant sortValue(const Product &product, int column) const;
    QString toolTip(const Product &product, int column) const;
    QString accessibleText(const Product &product) const;

    const QHash<SaleId, Sale> &m_sales;
};

} // namespace holdfast
