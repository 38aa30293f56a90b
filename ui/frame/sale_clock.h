// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "domain/sale.h"

#include <QWidget>

#include <optional>

namespace holdfast {

struct Theme;

/// A sale at a moment, in words.
struct SaleView
{
    /// Nothing without a sale.
    std::optional<SalePhase> phase;
    /// True while the database's clock is unknown, and with it whether there is a sale.
    bool isWaiting = false;
    QString name;
    /// "ends in", "starts in", or a remark such as "open-ended".
    QString caption;
    /// 42:10; empty when nothing is counted down.
    QString countdown;

    bool operator==(const SaleView &) const = default;
};

/// How many sales there are beside the one that is shown.
struct OtherSales
{
    int live = 0;
    int paused = 0;
};

/// Reads a sale by the database's clock. Others are named beside it.
SaleView saleViewOf(const std::optional<Sale> &sale, std::optional<Instant> now, OtherSales others = {});

/// "LIVE", "PAUSED", …; "NO SALE" without one, "WAITING" while nobody knows.
QString phaseWord(const SaleView &view);
QString phaseWord(SalePhase phase);
QString phaseIcon(const SaleView &view);
QString phaseIcon(SalePhase phase);

/// Phase, name and countdown of the sale in view: what the eye should meet first.
class SaleClock final : public QWidget
{
    Q_OBJECT

public:
    explicit SaleClock(QWidget *parent = nullptr);

    void showSale(const SaleView &view);
    const SaleView &saleView() const { return m_view; }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    double pillWidth() const;
    double countdownWidth() const;
    void paintPill(QPainter &painter, const QRectF &rect, const Theme &theme) const;

    SaleView m_view;
};

} // namespace holdfast
