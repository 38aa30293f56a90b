// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "live/change_feed.h"
#include "ui/feed/catalogue.h"
#include "ui/frame/sale_clock.h"
#include "ui/leaderboard_page/purchases_model.h"

#include <QWidget>

#include <array>

class QButtonGroup;
class QStackedLayout;
class QTableView;

namespace holdfast {

class EmptyState;
class Panel;
class WallHeader;

/// Purchases as they happened, by quantity, or by amount. On the wall: large type, names masked, money
/// hidden.
class LeaderboardPage final : public QWidget
{
    Q_OBJECT

public:
    /// `catalogue` must outlive the page.
    explicit LeaderboardPage(const Catalogue &catalogue, QWidget *parent = nullptr);

    /// Keeps what changed; cheap, also while hidden.
    void gather(const GatheredChanges &gathered, const CatalogueChanges &products);
    /// Shows what was gathered. Called on the beat while the page is in sight.
    void apply(const SaleView &sale);
    void setWallMode(bool isWall);
    bool isWallMode() const { return m_isWall; }

signals:
    void wallModeWanted();

protected:
    void changeEvent(QEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QWidget *makeOrderButtons();
    void makeTable();
    void showOrder(int order);
    void followNewest();
    void fitToFont();
    void fitWholeRows();
    PurchasesModel *shown() const { return m_models[static_cast<size_t>(m_order)]; }

    std::array<PurchasesModel *, 3> m_models;
    int m_order = 0;
    WallHeader *m_wallHeader;
    Panel *m_panel;
    QButtonGroup *m_orders;
    QTableView *m_table;
    EmptyState *m_empty;
    QWidget *m_content;
    QStackedLayout *m_stack;
    bool m_isWall = false;
    bool m_isEdited = false;
};

} // namespace holdfast
