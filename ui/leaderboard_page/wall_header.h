// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "ui/frame/sale_clock.h"

#include <QWidget>

namespace holdfast {

/// What the wall shows above the leaderboard: the sale, its phase, and the countdown in very large type.
class WallHeader final : public QWidget
{
    Q_OBJECT

public:
    explicit WallHeader(QWidget *parent = nullptr);

    void showSale(const SaleView &view);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    SaleView m_view;
};

} // namespace holdfast
