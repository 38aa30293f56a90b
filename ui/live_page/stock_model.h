// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "ui/feed/catalogue.h"

#include <QAbstractListModel>

#include <vector>

namespace holdfast {

/// How close a product is to its end, as its row says it in words and with an icon.
enum class StockMood { Plenty, NearlyGone, AllHeld, SoldOut };

/// A tenth of the stock or less is nearly gone.
StockMood stockMoodOf(const StockLevel &stock);

/// One row a product, in the order they appeared; what a row says is looked up in the catalogue.
/// Changes are gathered by key and told as merged ranges by apply(). GUI thread only.
class StockModel final : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Role {
        ProductIdRole = Qt::UserRole,
        StockRole,
        MoodRole,
        PriceTextRole,
        /// Raw values for sorting: what is sold out last, otherwise the smaller share left first.
        UrgencyRole,
        NameSortRole,
        PriceSortRole,
        SoldSortRole,
    };

    /// `catalogue` must outlive the model.
    explicit StockModel(const Catalogue &catalogue, QObject *parent = nullptr);

    /// Keeps what changed until apply().
    void gather(const CatalogueChanges &changes);
    /// Tells the views.
    void apply();

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;

private:
    void resetRows();
    void removeGone();
    void applyTouched();
    QString accessibleText(const Product &product) const;

    const Catalogue &m_catalogue;
    std::vector<ProductId> m_rows;
    QHash<ProductId, int> m_rowOf;
    CatalogueChanges m_pending;
};

} // namespace holdfast

Q_DECLARE_METATYPE(holdfast::StockLevel)
