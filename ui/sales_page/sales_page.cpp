// SPDX-License-Identifier: GPL-3.0-only
#include "ui/sales_page/sales_page.h"

#include "ui/sales_page/sale_detail.h"
#include "ui/sales_page/sale_dialog.h"
#include "ui/sales_page/sale_dialogs.h"
#include "ui/sales_page/sales_model.h"
#include "ui/theme/style_role.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/number_text.h"
#include "ui/widgets/undo_bar.h"

#include <QItemSelectionModel>
#include <QLabel>
#include <QPushButton>
#include <QStackedLayout>
#include <QTableView>

namespace holdfast {

using namespace Qt::StringLiterals;

void SalesPage::gather(const GatheredChanges &gathered, const CatalogueChanges &products)
{
    m_model->gather(gathered.changes.sales, gathered.isSnapshot);
    if (!products.isEmpty())
        m_model->gatherStock();
}

void SalesPage::apply(const Situation &situation)
{
    m_isRestoring = true;
    m_model->apply();
    m_isRestoring = false;
    fitToRows();
    restoreSelection();
    m_empty->setWaiting(!situation.age || !m_clock.now());
    m_create->setEnabled(m_clock.now().has_value());
    m_stack->setCurrentIndex(m_model->rowCount() > 0 ? 1 : 0);
    showStatus();
}

void SalesPage::restoreSelection()
{
    if (!m_hasChosen && !m_selected && m_model->rowCount() > 0)
        m_selected = m_model->rowAt(0).sale.id;
    m_hasChosen = m_hasChosen || m_selected;
    const int row = m_selected ? m_model->rowOf(*m_selected) : -1;
    if (row >= 0 && !m_table->selectionModel()->isRowSelected(row))
        m_table->selectRow(row);
    showSelection();
}

void SalesPage::selectSale(SaleId sale)
{
    m_selected = sale;
    restoreSelection();
}

void SalesPage::tick()
{
    const int column = SalesModel::NextColumn;
    m_table->viewport()->update(m_table->columnViewportPosition(column), 0, m_table->columnWidth(column),
                                m_table->viewport()->height());
    m_detail->refresh();
}

void SalesPage::showSelection()
{
    // While the model moves rows the selection comes and goes; what was chosen stays chosen.
    if (m_isRestoring)
        return;
    const QModelIndexList selected = m_table->selectionModel()->selectedRows();
    m_selected =
        selected.isEmpty() ? std::nullopt : std::optional(m_model->rowAt(selected.first().row()).sale.id);
    m_detail->showSale(m_selected ? std::optional(m_model->rowAt(selected.first().row()).sale)
                                  : std::nullopt);
    m_edit->setEnabled(saleFor(SaleAct::Edit).has_value());
}

void SalesPage::showStatus()
{
    const QString counts =
        tr("%1 live, %2 in all").arg(countText(m_model->liveCount()), countText(m_model->rowCount()));
    const QString text = !m_fault.isEmpty() ? QString(u"⚠  "_s + m_fault)
        : m_model->rowCount() > 0           ? counts
                                            : QString();
    if (m_status->text() != text)
        m_status->setText(text);
    setStyleRole(m_status, m_fault.isEmpty() ? QString() : u"fault"_s);
}

std::optional<Sale> SalesPage::saleFor(SaleAct act) const
{
    const int row = m_selected ? m_model->rowOf(*m_selected) : -1;
    const auto now = m_clock.now();
    if (row < 0 || !now || !isAllowed(act, m_model->rowAt(row).sale, *now))
        return std::nullopt;
    return m_model->rowAt(row).sale;
}

SaleEffect SalesPage::effectOn(const Sale &sale) const
{
    return {.stock = stockOfSales(m_catalogue).value(sale.id),
            .holds = m_countHolds(productsOfSale(m_catalogue, sale.id))};
}

void SalesPage::ask(SaleAct act)
{
    switch (act) {
    case SaleAct::Create:
        return askCreate();
    case SaleAct::Start:
        return askStart();
    case SaleAct::Pause:
        return askPause();
    case SaleAct::Resume:
        return resumeSale();
    case SaleAct::Extend:
        return askExtendTo();
    case SaleAct::End:
        return askEnd();
    case SaleAct::Cancel:
        return askCancel();
    case SaleAct::Edit:
        return askEdit();
    }
}

void SalesPage::confirm(SaleAct act, Confirmation (*confirmation)(const Sale &, const SaleEffect &),
                        void (SalesPage::*intent)(SaleId))
{
    const auto sale = saleFor(act);
    if (!sale)
        return;
    auto *dialog = new ConfirmDialog(confirmation(*sale, effectOn(*sale)), this);
    connect(dialog, &QDialog::accepted, this, [this, intent, id = sale->id] { emit(this->*intent)(id); });
    dialog->open();
}

void SalesPage::askCreate()
{
    const auto now = m_clock.now();
    if (!now)
        return;
    auto *dialog = new SaleDialog(m_catalogue, *now, std::nullopt, this);
    connect(dialog, &SaleDialog::created, this, &SalesPage::createRequested);
    dialog->open();
}

void SalesPage::askEdit()
{
    const auto sale = saleFor(SaleAct::Edit);
    if (!sale)
        return;
    auto *dialog = new SaleDialog(m_catalogue, *m_clock.now(), sale, this);
    connect(dialog, &SaleDialog::edited, this,
            [this, before = *sale](const SaleEdit &edit) { requestEdit(before, edit); });
    dialog->open();
}

void SalesPage::rememberWayBack(const Sale &sale, const SaleEdit &edit)
{
    SaleEdit back;
    if (edit.name)
        back.name = sale.name;
    if (edit.startsAt)
        back.startsAt = sale.startsAt;
    if (edit.endsAt)
        back.endsAt = sale.endsAt;
    if (edit.products) {
        const QSet<ProductId> members = productsOfSale(m_catalogue, sale.id);
        back.products = std::vector(members.cbegin(), members.cend());
    }
    m_wayBack = std::pair(sale, back);
}

void SalesPage::requestEdit(const Sale &sale, const SaleEdit &edit)
{
    rememberWayBack(sale, edit);
    emit editRequested(sale.id, edit);
}

void SalesPage::requestExtension(const Sale &sale, Instant endsAt)
{
    SaleEdit edit;
    edit.endsAt = endsAt;
    rememberWayBack(sale, edit);
    emit extendRequested(sale.id, endsAt);
}

void SalesPage::askStart()
{
    confirm(SaleAct::Start, &startConfirmation, &SalesPage::startRequested);
}

void SalesPage::askPause()
{
    const auto sale = saleFor(SaleAct::Pause);
    if (!sale)
        return;
    auto *dialog = new PauseSaleDialog(*sale, effectOn(*sale).holds, this);
    connect(dialog, &PauseSaleDialog::confirmed, this,
            [this, id = sale->id](bool freezeHolds) { emit pauseRequested(id, freezeHolds); });
    dialog->open();
}

void SalesPage::resumeSale()
{
    const auto sale = saleFor(SaleAct::Resume);
    if (!sale)
        return;
    m_wasFrozen = sale->holdsFrozenAt.has_value();
    emit resumeRequested(sale->id);
}

void SalesPage::extendBy(std::chrono::seconds time)
{
    if (const auto sale = saleFor(SaleAct::Extend))
        requestExtension(*sale, *sale->endsAt + time);
}

void SalesPage::askExtendTo()
{
    const auto sale = saleFor(SaleAct::Extend);
    if (!sale)
        return;
    auto *dialog = new ExtendSaleDialog(*sale, this);
    connect(dialog, &ExtendSaleDialog::confirmed, this,
            [this, before = *sale](Instant endsAt) { requestExtension(before, endsAt); });
    dialog->open();
}

void SalesPage::askEnd()
{
    confirm(SaleAct::End, &endConfirmation, &SalesPage::endRequested);
}

void SalesPage::askCancel()
{
    confirm(SaleAct::Cancel, &cancelConfirmation, &SalesPage::cancelRequested);
}

void SalesPage::showResult(const SaleActResult &result)
{
    m_fault = result.refusal ? result.refusal->message : QString();
    showStatus();
    // Also what a refused operator did not know.
    if (result.sale)
        m_model->gather({*result.sale}, false);
    if (result.refusal)
        return m_undo->dismiss();
    if (result.act == SaleAct::Create && result.sale)
        m_selected = result.sale->id;
    if (auto back = wayBackFrom(result))
        m_undo->offer(doneText(result), std::move(back));
    else
        m_undo->tell(doneText(result));
}

/// Nothing where there is none. Pause and resume are each other's; an edit's is the edit that undoes it.
std::function<void()> SalesPage::wayBackFrom(const SaleActResult &result)
{
    const auto now = m_clock.now();
    if (!result.sale || !now)
        return {};
    const Sale &sale = *result.sale;
    if (result.act == SaleAct::Pause)
        return [this, id = sale.id, isFrozen = sale.holdsFrozenAt.has_value()] {
            m_wasFrozen = isFrozen;
            emit resumeRequested(id);
        };
    if (result.act == SaleAct::Resume)
        return [this, id = sale.id, freeze = m_wasFrozen] { emit pauseRequested(id, freeze); };
    const auto back = std::exchange(m_wayBack, std::nullopt);
    // Only from this very change: another may lie between.
    const bool isFromHere = back && back->first.id == sale.id && back->first.version + 1 == sale.version;
    // What has started has started for good.
    if (!isFromHere || (back->second.startsAt && !isAllowed(SaleAct::Start, sale, *now)))
        return {};
    SaleEdit edit = back->second;
    edit.versions = std::vector{sale.version};
    return [this, sale, edit] { requestEdit(sale, edit); };
}

} // namespace holdfast
