// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include <QStyledItemDelegate>

namespace holdfast {

/// What is left of a hold: a ring that empties, and the time. The last ten seconds, a clock that stands
/// still, and what became of the hold also differ by icon and weight.
class CountdownDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    static constexpr qint64 urgentSeconds = 10;

    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
};

} // namespace holdfast
