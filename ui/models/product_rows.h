// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "ui/feed/catalogue.h"

#include <QAbstractTableModel>

#include <vector>

namespace holdfast {

/// One row a product, in the order they appeared; what a row says is looked up in the catalogue, by the model
/// that stands on this one. Changes are gathered by key and told as merged ranges by apply(). GUI thread
/// only.
class ProductRows : public QAbstractTableModel
{
    Q_OBJECT

public:
    /// `catalogue` must outlive the model.
    explicit ProductRows(const Catalogue &catalogue, QObject *parent = nullptr);

    /// Keeps what changed until apply().
    void gather(const CatalogueChanges &changes);
    /// Tells the views.
    void apply();

    int rowCount(const QModelIndex &parent = {}) const final;
    ProductId idAt(int row) const { return m_rows[static_cast<size_t>(row)]; }
    /// -1 when it has none.
    int rowOf(ProductId product) const { return m_rowOf.value(product, -1); }

protected:
    const Catalogue &catalogue() const { return m_catalogue; }
    /// Nothing for one that is gone already: its row follows with the next apply().
    const Product *productAt(int row) const { return m_catalogue.find(idAt(row)); }

private:
    void compareWithCatalogue();
    void removeGone();
    void applyTouched();
    void append(std::vector<ProductId> appeared);

    const Catalogue &m_catalogue;
    std::vector<ProductId> m_rows;
    QHash<ProductId, int> m_rowOf;
    CatalogueChanges m_pending;
};

} // namespace holdfast
