// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include <QSortFilterProxyModel>

#include <optional>

namespace holdfast {

/// The products that an operator wants to see, in the order of the column chosen.
class ProductFilter final : public QSortFilterProxyModel
{
    Q_OBJECT

public:
    explicit ProductFilter(QObject *parent = nullptr);

    /// Every word must stand in the product's name, category, description or be its number.
    void setText(const QString &text);
    /// Nothing shows all, an empty one those without.
    void setCategory(const std::optional<QString> &category);
    /// Filters and sorts by what the products say now: neither happens by itself, so that no row jumps under
    /// the eye while stock moves.
    void look();

protected:
    bool filterAcceptsRow(int row, const QModelIndex &parent) const override;

private:
    QStringList m_words;
    std::optional<QString> m_category;
};

} // namespace holdfast
