// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "domain/order.h"
#include "live/change_feed.h"
#include "ui/feed/catalogue.h"
#include "ui/feed/situation.h"

#include <QTimer>
#include <QWidget>

class QLabel;
class QLineEdit;
class QPushButton;
class QStackedLayout;
class QTableView;

namespace holdfast {

class EmptyState;
class OrderDetail;
class OrderExport;
class OrdersModel;

/// The orders, newest first, with the lines of the selected one. It asks for what it shows: the newest when
/// something was bought, older ones when one scrolls to the foot, others when one searches. What comes in
/// appears on top, without moving what one reads. Answers come through showOrders() and showUnread().
class OrdersPage final : public QWidget
{
    Q_OBJECT

public:
    /// So many orders are asked for at once.
    static constexpr int ordersPerPart = 100;

    explicit OrdersPage(QWidget *parent = nullptr);
    ~OrdersPage() override;

    /// Notices that something was sold; cheap, also while hidden.
    void gather(const GatheredChanges &gathered, const CatalogueChanges &products);
    void apply(const Situation &situation);
    /// Asks for the newest if there may be any. Called each second while the page is in sight.
    void tick();
    /// The page came into sight: asks at once.
    void look();
    /// Answers that nobody waits for any more are ignored.
    void showOrders(const OrderSearch &search, const QList<Order> &orders);
    void showUnread(const OrderSearch &search, const QString &reason);
    /// Every order that the search finds, as comma-separated values.
    void exportTo(const QString &path);

public slots:
    void focusSearch();
    /// Asks for the file first; ends the export that is under way instead.
    void askExport();

signals:
    void ordersRequested(const holdfast::OrderSearch &search);

protected:
    void changeEvent(QEvent *event) override;

private:
    QWidget *makeTools();
    QWidget *makeContent();
    void connectExport();
    void addShortcuts();
    void fitToFont();
    void searchAnew();
    void askNewest();
    void askOlderAtTheFoot();
    void takeNewest(const QList<Order> &orders, bool isAll);
    void showSelection();
    void showStatus();
    QString statusText() const;
    void noteExport(const QString &remark);

    OrdersModel *m_model;
    OrderExport *m_export;
    QLineEdit *m_search;
    QPushButton *m_exportButton;
    QLabel *m_status;
    QTableView *m_table;
    OrderDetail *m_detail;
    /// In sight while an order is selected.
    QWidget *m_lower;
    EmptyState *m_empty;
    QStackedLayout *m_stack;
    /// Waits until nobody types any more.
    QTimer m_searchTimer;
    QString m_text;
    QString m_fault;
    QString m_remark;
    /// Of the search that is shown; the next one has another.
    int m_ticket = 0;
    int m_lastTicket = 0;
    int m_ticksSinceLook = 0;
    bool m_isKnown = false;
    bool m_isAtEnd = false;
    bool m_isNews = false;
    bool m_isAskingNewest = false;
    bool m_isAskingOlder = false;
};

} // namespace holdfast
