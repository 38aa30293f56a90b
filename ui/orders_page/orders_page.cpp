// SPDX-License-Identifier: GPL-3.0-only
#include "ui/orders_page/orders_page.h"

#include "ui/orders_page/order_detail.h"
#include "ui/orders_page/order_export.h"
#include "ui/orders_page/orders_model.h"
#include "ui/theme/style_role.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/number_text.h"

#include <QFileDialog>
#include <QItemSelectionModel>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QStackedLayout>
#include <QTableView>

namespace holdfast {

using namespace Qt::StringLiterals;

namespace {

// A search reads more than the newest do.
constexpr int ticksPerLook = 1;
constexpr int ticksPerSearch = 5;
// After so long an answer is not waited for any more.
constexpr int ticksOfPatience = 15;
// So many rows before the foot the next part is asked for.
constexpr int rowsAhead = 30;

} // namespace

void OrdersPage::gather(const GatheredChanges &gathered, const CatalogueChanges &products)
{
    // A new beginning: what was asked before may never be answered.
    if (gathered.isSnapshot)
        m_isAskingNewest = m_isAskingOlder = false;
    // Stock that moved may be an order on another server.
    m_isNews = m_isNews || gathered.isSnapshot || !gathered.changes.purchases.empty() || !products.isEmpty();
}

void OrdersPage::apply(const Situation &situation)
{
    m_empty->setWaiting(!situation.age || !m_isKnown);
}

void OrdersPage::look()
{
    // What was asked while the database was away may never be answered.
    m_isAskingNewest = m_isAskingOlder = false;
    m_isNews = true;
    askNewest();
}

void OrdersPage::tick()
{
    const bool isTime = ++m_ticksSinceLook >= (m_text.isEmpty() ? ticksPerLook : ticksPerSearch);
    if (m_isAskingNewest && m_ticksSinceLook >= ticksOfPatience)
        return look();
    if (isTime && (m_isNews || !m_fault.isEmpty()) && !m_isAskingNewest)
        askNewest();
}

void OrdersPage::searchAnew()
{
    if (m_isKnown && m_text == m_search->text().trimmed())
        return;
    m_text = m_search->text().trimmed();
    m_ticket = ++m_lastTicket;
    m_remark.clear();
    m_isKnown = m_isAskingOlder = false;
    askNewest();
}

void OrdersPage::askNewest()
{
    m_isNews = false;
    m_isAskingNewest = true;
    m_ticksSinceLook = 0;
    emit ordersRequested(
        {.text = m_text, .before = std::nullopt, .limit = ordersPerPart, .ticket = m_ticket});
}

void OrdersPage::askOlderAtTheFoot()
{
    const QScrollBar *bar = m_table->verticalScrollBar();
    const bool isNear = bar->value() >= bar->maximum() - rowsAhead;
    if (!isNear || m_isAtEnd || m_isAskingOlder || m_model->isFull() || !m_model->oldest())
        return;
    m_isAskingOlder = true;
    emit ordersRequested(
        {.text = m_text, .before = m_model->oldest(), .limit = ordersPerPart, .ticket = m_ticket});
}

void OrdersPage::showOrders(const OrderSearch &search, const QList<Order> &orders)
{
    if (m_export->isRunning() && search.ticket == m_export->ticket()) {
        m_export->take(orders);
        return showStatus();
    }
    if (search.ticket != m_ticket)
        return;
    const bool isAll = orders.size() < search.limit;
    m_fault.clear();
    if (search.before) {
        m_isAskingOlder = false;
        m_isAtEnd = isAll;
        m_model->addOlder(orders);
    } else {
        m_isAskingNewest = false;
        takeNewest(orders, isAll);
    }
    m_empty->setWaiting(false);
    m_stack->setCurrentIndex(m_model->rowCount() > 0 || !m_text.isEmpty() ? 1 : 0);
    showStatus();
}

void OrdersPage::takeNewest(const QList<Order> &orders, bool isAll)
{
    if (!std::exchange(m_isKnown, true)) {
        m_isAtEnd = isAll;
        m_model->restart(orders);
        m_table->scrollToTop();
        return showSelection();
    }
    const bool isReading =
        m_table->verticalScrollBar()->value() > 0 || m_table->selectionModel()->hasSelection();
    const QPersistentModelIndex top(isReading ? m_table->indexAt(QPoint(0, 0)) : QModelIndex());
    m_isAtEnd = m_isAtEnd || isAll;
    m_model->addNewest(orders, isAll);
    if (top.isValid())
        m_table->scrollTo(top, QAbstractItemView::PositionAtTop);
}

void OrdersPage::showUnread(const OrderSearch &search, const QString &reason)
{
    if (m_export->isRunning() && search.ticket == m_export->ticket()) {
        m_export->stop();
        return noteExport(tr("The export was given up: %1").arg(reason));
    }
    if (search.ticket != m_ticket)
        return;
    m_isAskingNewest = m_isAskingOlder = false;
    m_fault = reason;
    showStatus();
}

void OrdersPage::showSelection()
{
    const QModelIndexList selected = m_table->selectionModel()->selectedRows();
    m_lower->setVisible(!selected.isEmpty());
    if (selected.isEmpty())
        return;
    m_detail->showOrder(m_model->orderAt(selected.first().row()));
    // Not under the lines that just came in sight, once the table has its new height.
    QMetaObject::invokeMethod(
        m_table, [this, row = QPersistentModelIndex(selected.first())] { m_table->scrollTo(row); },
        Qt::QueuedConnection);
}

QString OrdersPage::statusText() const
{
    if (m_export->isRunning())
        return tr("Exporting: %1 orders so far").arg(countText(m_export->orderCount()));
    if (!m_fault.isEmpty())
        return u"⚠  "_s + m_fault;
    if (!m_remark.isEmpty())
        return m_remark;
    if (!m_isKnown)
        return {};
    const QString count = countText(m_model->rowCount());
    if (m_isAtEnd && m_model->rowCount() == 1)
        return m_text.isEmpty() ? tr("1 order") : tr("1 order found");
    if (m_isAtEnd)
        return m_text.isEmpty() ? tr("%1 orders").arg(count) : tr("%1 orders found").arg(count);
    return m_model->isFull() ? tr("the newest %1 orders; search for older ones").arg(count)
                             : tr("the newest %1 orders; more below").arg(count);
}

void OrdersPage::showStatus()
{
    const QString text = statusText();
    if (m_status->text() != text)
        m_status->setText(text);
    setStyleRole(m_status, m_fault.isEmpty() || m_export->isRunning() ? QString() : u"fault"_s);
    const QString act = m_export->isRunning() ? tr("&Stop the export") : tr("&Export…");
    if (m_exportButton->text() != act)
        m_exportButton->setText(act);
}

void OrdersPage::noteExport(const QString &remark)
{
    m_remark = remark;
    showStatus();
}

void OrdersPage::focusSearch()
{
    m_search->setFocus(Qt::ShortcutFocusReason);
    m_search->selectAll();
}

void OrdersPage::askExport()
{
    if (m_export->isRunning()) {
        m_export->stop();
        return noteExport(tr("The export was stopped; nothing was written"));
    }
    auto *dialog = new QFileDialog(this, tr("Export orders"), {}, tr("Comma-separated values (*.csv)"));
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(u"csv"_s);
    dialog->selectFile(u"orders.csv"_s);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QFileDialog::fileSelected, this, &OrdersPage::exportTo);
    dialog->open();
}

void OrdersPage::exportTo(const QString &path)
{
    m_remark.clear();
    m_export->start(path, m_text, ++m_lastTicket);
    showStatus();
}

} // namespace holdfast
