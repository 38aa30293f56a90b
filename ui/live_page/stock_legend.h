// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include <QWidget>

namespace holdfast {

/// What the parts of a stock bar and the icons beside it mean.
class StockLegend final : public QWidget
{
    Q_OBJECT

public:
    explicit StockLegend(QWidget *parent = nullptr);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;
};

} // namespace holdfast
