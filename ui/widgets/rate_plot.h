// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include <QWidget>

namespace holdfast {

class SalesHistory;

/// Units sold a second over the last five minutes, painted by hand: an area under a smoothed line, with the
/// running rate in words above it.
class RatePlot final : public QWidget
{
    Q_OBJECT

public:
    /// `history` must outlive the plot; call update() when it grew.
    explicit RatePlot(const SalesHistory &history, QWidget *parent = nullptr);

    /// Greys the curve: what it shows may no longer be so.
    void setStale(bool isStale);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QRectF plotRect() const;
    void paintGrid(QPainter &painter, const QRectF &plot, double top) const;
    void paintCurve(QPainter &painter, const QRectF &plot, double top) const;

    const SalesHistory &m_history;
    bool m_isStale = false;
};

/// The end of an axis that shows `maximum` with round steps: 1, 2, 5, 10, 20, 50 … at least 1.
double axisTop(double maximum);

} // namespace holdfast
