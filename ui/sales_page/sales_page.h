// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "domain/sale_edit.h"
#include "live/change_feed.h"
#include "ui/feed/catalogue.h"
#include "ui/feed/server_clock.h"
#include "ui/feed/situation.h"
#include "ui/sales_page/sale_acts.h"

#include <QWidget>

#include <functional>

class QLabel;
class QPushButton;
class QStackedLayout;
class QTableView;

namespace holdfast {

class EmptyState;
class SaleDetail;
class SalesModel;
class UndoBar;

/// Every sale with its phase and the countdown to its next change, the products of the selected one, and what
/// can be done to it. What became of an act comes back through showResult(); the sale itself through the
/// feed.
class SalesPage final : public QWidget
{
    Q_OBJECT

public:
    /// How many active holds these products have.
    using CountHolds = std::function<int(const QSet<ProductId> &products)>;

    /// The references, and what `countHolds` uses, must outlive the page.
    SalesPage(const Catalogue &catalogue, const ServerClock &clock, CountHolds countHolds,
              QWidget *parent = nullptr);

    /// Keeps what changed; cheap, also while hidden.
    void gather(const GatheredChanges &gathered, const CatalogueChanges &products);
    /// Shows what was gathered. Called on the beat while the page is in sight.
    void apply(const Situation &situation);
    /// Repaints the countdowns in sight. Called each second while the page is in sight.
    void tick();
    /// Done, with a way back where there is one; or why not.
    void showResult(const SaleActResult &result);
    void selectSale(SaleId sale);

public slots:
    // Each asks first, or says why not; they do nothing without a sale whose phase allows them.
    void askCreate();
    void askEdit();
    void askStart();
    void askPause();
    void resumeSale();
    void extendBy(std::chrono::seconds time);
    void askExtendTo();
    void askEnd();
    void askCancel();

signals:
    void createRequested(const holdfast::NewSale &sale);
    void editRequested(holdfast::SaleId sale, const holdfast::SaleEdit &edit);
    void startRequested(holdfast::SaleId sale);
    void pauseRequested(holdfast::SaleId sale, bool freezeHolds);
    void resumeRequested(holdfast::SaleId sale);
    /// To this end, which is later than the one it has.
    void extendRequested(holdfast::SaleId sale, holdfast::Instant endsAt);
    void endRequested(holdfast::SaleId sale);
    void cancelRequested(holdfast::SaleId sale);

protected:
    void changeEvent(QEvent *event) override;

private:
    QWidget *makeTools();
    void makeTable();
    void connectDetail();
    void fitToFont();
    /// The list of sales takes no more room than it fills: what is left shows more products.
    void fitToRows();
    void showSelection();
    void showStatus();
    /// Rows that moved took the selection with them: gives it back.
    void restoreSelection();
    void ask(SaleAct act);
    /// The selected sale, if its phase allows the act.
    std::optional<Sale> saleFor(SaleAct act) const;
    SaleEffect effectOn(const Sale &sale) const;
    void confirm(SaleAct act, Confirmation (*confirmation)(const Sale &, const SaleEffect &),
                 void (SalesPage::*intent)(SaleId));
    /// What gives back what the edit changes, should it be wanted.
    void rememberWayBack(const Sale &sale, const SaleEdit &edit);
    void requestEdit(const Sale &sale, const SaleEdit &edit);
    void requestExtension(const Sale &sale, Instant endsAt);
    std::function<void()> wayBackFrom(const SaleActResult &result);

    const Catalogue &m_catalogue;
    const ServerClock &m_clock;
    const CountHolds m_countHolds;
    SalesModel *m_model;
    QLabel *m_status;
    QPushButton *m_create;
    QPushButton *m_edit;
    QTableView *m_table;
    SaleDetail *m_detail;
    EmptyState *m_empty;
    QStackedLayout *m_stack;
    UndoBar *m_undo;
    std::optional<SaleId> m_selected;
    QString m_fault;
    bool m_isRestoring = false;
    /// The first sale is chosen by itself, once.
    bool m_hasChosen = false;
    /// The sale as it was before the last edit or extension, and the edit that makes it so again.
    std::optional<std::pair<Sale, SaleEdit>> m_wayBack;
    /// Whether the sale that is being resumed had its holds' clocks stopped.
    bool m_wasFrozen = false;
};

} // namespace holdfast
