// SPDX-License-Identifier: GPL-3.0-only
#include "ui/frame/tile_row.h"

#include "ui/feed/catalogue.h"
#include "ui/frame/stat_tile.h"
#include "ui/theme/fonts.h"
#include "ui/widgets/number_text.h"

#include <QEvent>
#include <QHBoxLayout>

#include <algorithm>

namespace holdfast {

using namespace Qt::StringLiterals;

TileRow::TileRow(QWidget *parent)
    : QWidget(parent)
    , m_sold(new StatTile(u"sold"_s, tr("Sold")))
    , m_revenue(new StatTile(u"revenue"_s, tr("Revenue")))
    , m_holds(new StatTile(u"held"_s, tr("Active holds")))
    , m_orders(new StatTile(u"live"_s, tr("Orders a minute")))
    , m_refused(new StatTile(u"refused"_s, tr("Refused a minute")))
{
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    for (StatTile *tile : {m_sold, m_revenue, m_holds, m_orders, m_refused})
        layout->addWidget(tile, 1);
    m_sold->setObjectName(u"soldTile"_s);
    m_revenue->setObjectName(u"revenueTile"_s);
    m_holds->setObjectName(u"holdsTile"_s);
    m_orders->setObjectName(u"ordersTile"_s);
    m_refused->setObjectName(u"refusedTile"_s);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    fitToFont();
}

void TileRow::showNumbers(const SalesTotals &totals, const TileNumbers &numbers)
{
    const qint64 percent = totals.total > 0 ? totals.sold * 100 / totals.total : 0;
    m_sold->setValue(countText(totals.sold), tr("%1% of %2 units").arg(percent).arg(countText(totals.total)));
    showRevenue(totals);
    m_holds->setValue(countText(numbers.activeHolds), tr("%1 units held").arg(countText(totals.reserved)));
    m_orders->setValue(countText(numbers.ordersPerMinute), tr("in the last minute"));
    m_refused->setValue(countText(numbers.refusalsPerMinute),
                        numbers.commonRefusal.isEmpty() ? tr("in the last minute")
                                                        : tr("mostly %1").arg(numbers.commonRefusal));
}

void TileRow::showUnknown()
{
    for (StatTile *tile : {m_sold, m_revenue, m_holds, m_orders, m_refused})
        tile->setValue(u"–"_s, tr("not known yet"));
}

void TileRow::showRevenue(const SalesTotals &totals)
{
    const auto &byCurrency = totals.revenueMinorUnits;
    if (byCurrency.empty())
        return m_revenue->setValue(u"–"_s, tr("nothing priced yet"));
    const auto largest =
        std::ranges::max_element(byCurrency, {}, [](const auto &revenue) { return revenue.second; });
    const auto others = static_cast<int>(byCurrency.size()) - 1;
    m_revenue->setValue(wholeMoneyText(largest->second, largest->first),
                        others > 0 ? tr("and %n more currencies", nullptr, others) : tr("at current prices"));
}

void TileRow::setStale(bool isStale)
{
    for (StatTile *tile : {m_sold, m_revenue, m_holds, m_orders, m_refused})
        tile->setStale(isStale);
}

void TileRow::fitToFont()
{
    layout()->setSpacing(qRound(emOf(this) * 0.7));
}

void TileRow::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::FontChange)
        fitToFont();
    QWidget::changeEvent(event);
}

} // namespace holdfast
