// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include <QStyledItemDelegate>

namespace holdfast {

struct StockLevel;
struct Theme;

/// A product's row: name and price over its bar, sold and held beside, and large what is left.
class StockDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    /// The height of a row in multiples of its font.
    static constexpr double rowEms = 4.1;

    using QStyledItemDelegate::QStyledItemDelegate;

    /// Stale numbers are grey.
    void setStale(bool isStale) { m_isStale = isStale; }
    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    void paintLeft(QPainter &painter, const QRectF &rect, const QFont &font, const QModelIndex &index,
                   const Theme &theme) const;
    void paintHeadline(QPainter &painter, const QRectF &rect, const QFont &font, const QModelIndex &index,
                       const Theme &theme) const;
    double paintCount(QPainter &painter, const QRectF &line, double right, const QString &icon, int count,
                      const QFont &font, const Theme &theme) const;

    bool m_isStale = false;
};

} // namespace holdfast
