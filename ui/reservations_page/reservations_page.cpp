// SPDX-License-Identifier: GPL-3.0-only
#include "ui/reservations_page/reservations_page.h"

#include "ui/models/row_ranges.h"
#include "ui/reservations_page/action_dialog.h"
#include "ui/reservations_page/reservations_model.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/number_text.h"

#include <QComboBox>
#include <QEvent>
#include <QItemSelectionModel>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalBlocker>
#include <QStackedLayout>
#include <QTableView>

#include <algorithm>

namespace holdfast {

using namespace Qt::StringLiterals;

void ReservationsPage::gather(const GatheredChanges &gathered, const CatalogueChanges &products)
{
    m_model->gather(gathered.changes.holds, gathered.isSnapshot);
    m_isEdited = m_isEdited || products.isEdited;
}

void ReservationsPage::apply(const Situation &situation)
{
    if (std::exchange(m_isEdited, false)) {
        refreshProductBox();
        m_model->refreshProducts();
    }
    m_model->apply();
    const QString address =
        situation.service.server == Health::Good ? situation.service.serverText : u"http://127.0.0.1:3000"_s;
    m_empty->setCommand(u"curl -X POST %1/api/v1/reservations -H 'Content-Type: application/json' "
                        "-H 'X-User-Id: user123' -d '{\"product_id\": 1, \"quantity\": 1}'"_s.arg(address));
    m_empty->setWaiting(!situation.age);
    m_stack->setCurrentIndex(m_model->activeCount() > 0 || m_model->rowCount() > 0 ? 1 : 0);
    showCounts();
}

void ReservationsPage::tick()
{
    const int column = ReservationsModel::ExpiresInColumn;
    m_table->viewport()->update(m_table->columnViewportPosition(column), 0, m_table->columnWidth(column),
                                m_table->viewport()->height());
}

int ReservationsPage::activeCount() const
{
    return m_model->activeCount();
}

int ReservationsPage::activeCountOf(const QSet<ProductId> &products) const
{
    return m_model->activeCountOf(products);
}

void ReservationsPage::showProduct(std::optional<ProductId> product)
{
    refreshProductBox();
    m_filterText->clear();
    m_filterProduct->setCurrentIndex(product ? m_filterProduct->findData(product->number()) : 0);
}

void ReservationsPage::focusFilter()
{
    m_filterText->setFocus(Qt::ShortcutFocusReason);
    m_filterText->selectAll();
}

void ReservationsPage::applyFilter()
{
    // A filter chooses anew: what was selected under the old one is let go, which also thaws the order.
    m_table->clearSelection();
    m_remark.clear();
    m_model->setFilter(
        {m_filterText->text().trimmed(), ProductId::from(m_filterProduct->currentData().toLongLong())});
    showCounts();
}

void ReservationsPage::refreshProductBox()
{
    std::vector<const Product *> products;
    for (const Product &product : m_catalogue.products())
        products.push_back(&product);
    std::ranges::sort(products, [](const Product *left, const Product *right) {
        return std::pair(left->name, left->id) < std::pair(right->name, right->id);
    });
    const QVariant chosen = m_filterProduct->currentData();
    {
        const QSignalBlocker quiet(m_filterProduct);
        m_filterProduct->clear();
        m_filterProduct->addItem(tr("All products"));
        for (const Product *product : products)
            m_filterProduct->addItem(product->name, product->id.number());
        m_filterProduct->setCurrentIndex(std::max(m_filterProduct->findData(chosen), 0));
    }
    if (m_filterProduct->currentData() != chosen)
        applyFilter();
}

void ReservationsPage::showSelection()
{
    const bool isAny = m_table->selectionModel()->hasSelection();
    m_model->setFrozen(isAny);
    m_extend->setEnabled(isAny);
    m_release->setEnabled(isAny);
    if (isAny)
        m_remark.clear();
    showCounts();
}

void ReservationsPage::showCounts()
{
    const int selected = selectedRowCount();
    QString text = m_model->rowCount() == m_model->activeCount()
        ? tr("%1 active").arg(countText(m_model->activeCount()))
        : tr("%1 of %2 active").arg(countText(m_model->rowCount()), countText(m_model->activeCount()));
    if (selected > 0)
        text = tr("%1 selected, order frozen; %2 changes wait (Esc lets go)")
                   .arg(countText(selected), countText(m_model->waitingCount()));
    else if (!m_remark.isEmpty())
        text = tr("%1 · %2").arg(m_remark, text);
    if (m_status->text() != text)
        m_status->setText(text);
}

int ReservationsPage::selectedRowCount() const
{
    // From the ranges, not row by row: all hundred thousand may be selected.
    std::vector<RowRange> ranges;
    for (const QItemSelectionRange &range : m_table->selectionModel()->selection())
        ranges.push_back({range.top(), range.bottom()});
    std::ranges::sort(ranges, {}, &RowRange::first);
    int count = 0;
    int next = 0;
    for (const RowRange range : ranges) {
        count += std::max(range.last - std::max(range.first, next) + 1, 0);
        next = std::max(next, range.last + 1);
    }
    return count;
}

QList<ReservationId> ReservationsPage::selectedReservations(Clock clock) const
{
    std::vector<int> selected;
    for (const QItemSelectionRange &range : m_table->selectionModel()->selection()) {
        for (int row = range.top(); row <= range.bottom(); ++row)
            selected.push_back(row);
    }
    QList<ReservationId> reservations;
    for (const RowRange range : mergedRanges(std::move(selected))) {
        for (int row = range.first; row <= range.last; ++row) {
            const QModelIndex hold = m_model->index(row, 0);
            const int status = hold.data(ReservationsModel::StatusRole).toInt();
            const bool isMeant =
                clock == Clock::Any || !hold.data(ReservationsModel::ClockStoppedRole).toBool();
            if (isMeant && status == static_cast<int>(ReservationStatus::Active))
                reservations.append(m_model->idAt(row));
        }
    }
    return reservations;
}

void ReservationsPage::askRelease()
{
    const QList<ReservationId> reservations = selectedReservations(Clock::Any);
    if (reservations.isEmpty())
        return;
    auto *dialog = new ReleaseDialog(static_cast<int>(reservations.size()), this);
    connect(dialog, &ReleaseDialog::confirmed, this, [this, reservations](const QString &reason) {
        finishIntent(tr("Asked to release %1").arg(countText(reservations.size())));
        emit releaseRequested(reservations, reason);
    });
    dialog->open();
}

void ReservationsPage::askExtend()
{
    const QList<ReservationId> reservations = selectedReservations(Clock::Running);
    if (reservations.isEmpty())
        return;
    auto *dialog = new ExtendDialog(static_cast<int>(reservations.size()), this);
    connect(dialog, &ExtendDialog::confirmed, this, [this, reservations](int seconds) {
        finishIntent(tr("Asked to extend %1").arg(countText(reservations.size())));
        emit extendRequested(reservations, seconds);
    });
    dialog->open();
}

/// Lets the rows go, so that the order thaws and shows what becomes of them.
void ReservationsPage::finishIntent(const QString &remark)
{
    m_table->clearSelection();
    m_remark = remark;
    showCounts();
}

} // namespace holdfast
