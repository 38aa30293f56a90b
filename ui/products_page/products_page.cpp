// SPDX-License-Identifier: GPL-3.0-only
#include "ui/products_page/products_page.h"

#include "ui/products_page/movements_model.h"
#include "ui/products_page/product_cell_delegate.h"
#include "ui/products_page/product_filter.h"
#include "ui/products_page/products_model.h"
#include "ui/theme/style_role.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/number_text.h"
#include "ui/widgets/panel.h"

#include <QComboBox>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalBlocker>
#include <QStackedLayout>
#include <QTableView>

#include <algorithm>
#include <set>

namespace holdfast {

using namespace Qt::StringLiterals;

namespace {

constexpr int secondsPerLook = 5;

enum RowsPage { Empty, NoMatch, Rows };
enum MovementsPage { Remark, Movements };

} // namespace

void ProductsPage::gather(const GatheredChanges &gathered, const CatalogueChanges &products)
{
    m_model->gather(products);
    m_isEdited = m_isEdited || products.isEdited || !gathered.changes.sales.empty();
}

void ProductsPage::apply(const Situation &situation)
{
    m_delegate->setStale(situation.isStale());
    m_model->apply();
    if (std::exchange(m_isEdited, false)) {
        m_model->refreshSales();
        refreshCategories();
        m_filter->look();
        selectCreated();
    }
    showAdvice(situation);
    showRowsOrEmpty();
    showSelection();
    // A stale table changes its colours without any row changing.
    m_table->viewport()->update();
}

// While a product is selected the order stands still.
void ProductsPage::tick()
{
    const bool isLively = ProductsModel::isLively(m_table->horizontalHeader()->sortIndicatorSection());
    if (++m_ticks % 2 == 0 && isLively && !selected())
        m_filter->look();
    if (m_ticks % secondsPerLook == 0 && m_watched && !m_watched->isRead)
        emit movementsRequested(m_watched->product);
}

void ProductsPage::focusFilter()
{
    m_filterText->setFocus(Qt::ShortcutFocusReason);
    m_filterText->selectAll();
}

void ProductsPage::applyFilter()
{
    m_filter->setText(m_filterText->text());
    const QVariant category = m_filterCategory->currentData();
    m_filter->setCategory(category.isValid() ? std::optional(category.toString()) : std::nullopt);
    showRowsOrEmpty();
    showCounts();
}

void ProductsPage::refreshCategories()
{
    std::set<QString> categories;
    for (const Product &product : m_catalogue.products())
        categories.insert(product.category.trimmed());
    const bool isSomeWithout = categories.erase(QString()) > 0;
    const QVariant chosen = m_filterCategory->currentData();
    {
        const QSignalBlocker quiet(m_filterCategory);
        m_filterCategory->clear();
        m_filterCategory->addItem(tr("All categories"));
        for (const QString &category : categories)
            m_filterCategory->addItem(category, category);
        if (isSomeWithout && !categories.empty())
            m_filterCategory->addItem(tr("Without a category"), u""_s);
        m_filterCategory->setCurrentIndex(chosen.isValid() ? std::max(m_filterCategory->findData(chosen), 0)
                                                           : 0);
    }
    if (m_filterCategory->currentData() != chosen)
        applyFilter();
}

void ProductsPage::showAdvice(const Situation &situation)
{
    const QString address =
        situation.service.server == Health::Good ? situation.service.serverText : u"http://127.0.0.1:3000"_s;
    m_empty->setCommand(
        u"curl -X POST %1/api/v1/products -H 'Content-Type: application/json' "
        "-d '{\"name\": \"Aurora lamp\", \"price\": 49, \"currency\": \"EUR\", \"total_stock\": 100}'"_s.arg(
            address));
    m_empty->setWaiting(!situation.age);
}

void ProductsPage::showRowsOrEmpty()
{
    const bool isAny = m_filter->rowCount() > 0;
    m_stack->setCurrentIndex(m_model->rowCount() == 0 ? Empty : isAny ? Rows : NoMatch);
    // What is hidden cannot have the keyboard, and without it the page's keys would be dead.
    setFocusProxy(isAny ? static_cast<QWidget *>(m_table) : m_create);
}

void ProductsPage::showSelection()
{
    const bool isAny = selected() != nullptr;
    for (QPushButton *button : {m_edit, m_restock, m_archive})
        button->setEnabled(isAny);
    watchMovements();
    showCounts();
}

void ProductsPage::showCounts()
{
    const int all = m_model->rowCount();
    const QString counts = m_filter->rowCount() == all
        ? (all == 1 ? tr("1 product") : tr("%1 products").arg(countText(all)))
        : tr("%1 of %2 products").arg(countText(m_filter->rowCount()), countText(all));
    const QString text = m_fault.isEmpty() ? counts : QString(u"⚠  "_s + m_fault);
    setStyleRole(m_status, m_fault.isEmpty() ? QString() : u"fault"_s);
    if (m_status->text() != text)
        m_status->setText(text);
}

void ProductsPage::showFault(const QString &reason)
{
    m_fault = reason;
    showCounts();
}

const Product *ProductsPage::selected() const
{
    const QModelIndexList rows = m_table->selectionModel()->selectedRows();
    const auto id = rows.isEmpty()
        ? std::nullopt
        : ProductId::from(rows.first().data(ProductsModel::ProductIdRole).toLongLong());
    return id ? m_catalogue.find(*id) : nullptr;
}

void ProductsPage::selectCreated()
{
    if (!m_created || m_model->rowOf(*m_created) < 0)
        return;
    const QModelIndex row = m_filter->mapFromSource(m_model->index(m_model->rowOf(*m_created), 0));
    m_created.reset();
    // A filter may hide it.
    if (!row.isValid())
        return;
    m_table->setCurrentIndex(row);
    m_table->scrollTo(row);
}

/// Every movement moves the total, so that tells when to read them anew.
void ProductsPage::watchMovements()
{
    const Product *product = selected();
    if (!product) {
        m_watched.reset();
        m_history->setTitle(tr("Stock movements"));
        m_movementsRemark->setText(tr("Select a product to see why its stock is what it is."));
        m_movementsStack->setCurrentIndex(Remark);
        return;
    }
    const bool isSame = m_watched && m_watched->product == product->id;
    if (isSame && m_watched->total == product->stock.total)
        return;
    m_watched = Watched{.product = product->id, .total = product->stock.total, .isRead = false};
    m_history->setTitle(tr("Stock movements of “%1”").arg(product->name));
    if (!isSame) {
        m_movementsRemark->setText(tr("Reading…"));
        m_movementsStack->setCurrentIndex(Remark);
    }
    emit movementsRequested(product->id);
}

void ProductsPage::showMovements(ProductId product, const QList<StockMovement> &movements)
{
    if (!m_watched || m_watched->product != product)
        return;
    m_watched->isRead = true;
    m_movements->showMovements(movements);
    m_movementsStack->setCurrentIndex(Movements);
}

void ProductsPage::showMovementsUnread(ProductId product, const QString &reason)
{
    if (!m_watched || m_watched->product != product)
        return;
    m_movementsRemark->setText(tr("⚠  The movements could not be read, trying again: %1").arg(reason));
    m_movementsStack->setCurrentIndex(Remark);
}

} // namespace holdfast
