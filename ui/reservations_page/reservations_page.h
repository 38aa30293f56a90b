// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "live/change_feed.h"
#include "ui/feed/catalogue.h"
#include "ui/feed/server_clock.h"
#include "ui/feed/situation.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QStackedLayout;
class QTableView;
class QToolBar;

namespace holdfast {

class EmptyState;
class Panel;
class ReservationsModel;

/// Every active hold counting down, soonest end first. The operator filters, selects many, and asks to extend
/// or release them; what became of that comes back through the feed.
class ReservationsPage final : public QWidget
{
    Q_OBJECT

public:
    /// Both must outlive the page.
    ReservationsPage(const Catalogue &catalogue, const ServerClock &clock, QWidget *parent = nullptr);

    /// Keeps what changed; cheap, also while hidden.
    void gather(const GatheredChanges &gathered, const CatalogueChanges &products);
    /// Shows what was gathered. Called on the beat while the page is in sight.
    void apply(const Situation &situation);
    /// Repaints the countdowns in sight. Called each second while the page is in sight.
    void tick();
    /// Active holds there are, shown or not.
    int activeCount() const;
    /// Active holds of these products, shown or not.
    int activeCountOf(const QSet<ProductId> &products) const;
    /// Shows the holds of one product only; nothing shows all.
    void showProduct(std::optional<ProductId> product);

public slots:
    void focusFilter();
    /// Asks for the reason, then emits releaseRequested. Does nothing without a selection.
    void askRelease();
    /// Asks for the time, then emits extendRequested. Does nothing without a selection.
    void askExtend();

signals:
    /// The operator confirmed; at least one reservation, a reason that is not blank.
    void releaseRequested(const QList<holdfast::ReservationId> &reservations, const QString &reason);
    /// The operator confirmed; at least one reservation, a positive time.
    void extendRequested(const QList<holdfast::ReservationId> &reservations, int seconds);

protected:
    void changeEvent(QEvent *event) override;

private:
    QWidget *makeToolRow();
    void makeTable();
    void addShortcuts();
    void fitToFont();
    void applyFilter();
    void refreshProductBox();
    void showSelection();
    void showCounts();
    void finishIntent(const QString &remark);
    /// A clock that stands still cannot be extended: it has no end to put off.
    enum class Clock { Running, Any };
    /// Of the reservations that are still active.
    QList<ReservationId> selectedReservations(Clock clock) const;
    int selectedRowCount() const;

    const Catalogue &m_catalogue;
    ReservationsModel *m_model;
    QLineEdit *m_filterText;
    QComboBox *m_filterProduct;
    QPushButton *m_extend;
    QPushButton *m_release;
    QLabel *m_status;
    QTableView *m_table;
    EmptyState *m_empty;
    QStackedLayout *m_stack;
    QString m_remark;
    bool m_isEdited = false;
};

} // namespace holdfast
