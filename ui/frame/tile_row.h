// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include <QWidget>

namespace holdfast {

class StatTile;
struct SalesTotals;

/// What the tiles say besides the catalogue's totals.
struct TileNumbers
{
    int activeHolds = 0;
    qint64 ordersPerMinute = 0;
    qint64 refusalsPerMinute = 0;
    /// The refusal heard most often, for people; may be empty.
    QString commonRefusal;
};

/// Sold, revenue, active holds, orders a minute, refused a minute.
class TileRow final : public QWidget
{
    Q_OBJECT

public:
    explicit TileRow(QWidget *parent = nullptr);

    void showNumbers(const SalesTotals &totals, const TileNumbers &numbers);
    /// Before the database answered: no number is better than a wrong one.
    void showUnknown();
    void setStale(bool isStale);

protected:
    void changeEvent(QEvent *event) override;

private:
    void showRevenue(const SalesTotals &totals);
    void fitToFont();

    StatTile *m_sold;
    StatTile *m_revenue;
    StatTile *m_holds;
    StatTile *m_orders;
    StatTile *m_refused;
};

} // namespace holdfast
