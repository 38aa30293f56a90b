// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "live/change_feed.h"
#include "ui/feed/catalogue.h"
#include "ui/feed/situation.h"

#include <QWidget>

class QBoxLayout;
class QComboBox;
class QLabel;
class QListView;
class QSortFilterProxyModel;
class QStackedLayout;

namespace holdfast {

class AlarmModel;
class EmptyState;
class Panel;
class PurchasesModel;
class RatePlot;
class SalesHistory;
class StockDelegate;
class StockModel;

/// Stock of every product, how fast it sells, who bought last, and what is wrong.
class LivePage final : public QWidget
{
    Q_OBJECT

public:
    /// The order of the products; the numbers are kept in the settings.
    enum class StockOrder { NearlyGone, Name, Price, MostSold };

    /// Both must outlive the page.
    LivePage(const Catalogue &catalogue, const SalesHistory &history, QWidget *parent = nullptr);

    /// Keeps what changed; cheap, also while hidden.
    void gather(const GatheredChanges &gathered, const CatalogueChanges &products);
    /// Shows what was gathered. Called on the beat while the page is in sight.
    void apply(const Situation &situation, const QList<Alarm> &alarms);
    /// Draws the sales rate on. Called each second while the page is in sight.
    void tick();
    /// A new place in the list would make it jump under the eye on every beat: this is done every other
    /// second.
    void sortAnew();
    StockOrder stockOrder() const;
    void setStockOrder(StockOrder order);

signals:
    /// The operator wants to see what is held of a product.
    void productChosen(holdfast::ProductId product);

protected:
    void changeEvent(QEvent *event) override;

private:
    QWidget *makeStockPanel();
    QWidget *makeRatePanel();
    QWidget *makePurchasesPanel();
    QWidget *makeAlarmsPanel();
    void chooseProduct(const QModelIndex &index);
    void showEmptyOrRows(const Situation &situation);
    void showRate();
    void fillHeight();
    void fitToSize();

    const Catalogue &m_catalogue;
    const SalesHistory &m_history;
    StockModel *m_stockModel;
    QSortFilterProxyModel *m_stockProxy;
    StockDelegate *m_stockDelegate;
    PurchasesModel *m_purchasesModel;
    AlarmModel *m_alarmModel;
    QComboBox *m_order;
    QListView *m_stockView;
    QStackedLayout *m_stockStack;
    EmptyState *m_noProduct;
    QLabel *m_noAlarm;
    QLabel *m_noPurchase;
    RatePlot *m_plot;
    QLabel *m_rate;
    QListView *m_purchasesView;
    QStackedLayout *m_purchasesStack;
    QListView *m_alarmsView;
    QStackedLayout *m_alarmsStack;
    QBoxLayout *m_columns;
    bool m_isRestacked = false;
    bool m_isEdited = false;
};

} // namespace holdfast
