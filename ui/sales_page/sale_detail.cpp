// SPDX-License-Identifier: GPL-3.0-only
#include "ui/sales_page/sale_detail.h"

#include "ui/frame/sale_clock.h"
#include "ui/sales_page/sale_acts.h"
#include "ui/sales_page/sale_delegates.h"
#include "ui/sales_page/sale_products_model.h"
#include "ui/theme/fonts.h"
#include "ui/widgets/number_text.h"
#include "ui/widgets/row_table.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QStackedLayout>
#include <QTableView>
#include <QVBoxLayout>

namespace holdfast {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

SaleDetail::SaleDetail(const Catalogue &catalogue, const ServerClock &clock, QWidget *parent)
    : QWidget(parent)
    , m_clock(clock)
    , m_products(new SaleProductsModel(catalogue, this))
    , m_content(new QWidget)
    , m_hint(new QLabel(tr("Select a sale to see its products and what can be done.")))
{
    auto *column = new QVBoxLayout(m_content);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(makeHead());
    m_table = makeRowTable(u"saleProductsTable"_s, tr("Products of the selected sale"));
    m_table->setModel(m_products);
    m_table->horizontalHeader()->setSectionResizeMode(SaleProductsModel::UnitsColumn, QHeaderView::Stretch);
    m_table->setSelectionMode(QAbstractItemView::NoSelection);
    m_table->setItemDelegateForColumn(SaleProductsModel::UnitsColumn, new UnitsDelegate(this));
    column->addWidget(m_table, 1);
    m_hint->setAlignment(Qt::AlignCenter);
    m_hint->setProperty("role", u"muted"_s);
    m_stack = new QStackedLayout(this);
    m_stack->addWidget(m_hint);
    m_stack->addWidget(m_content);
    fitToFont();
    showSale(std::nullopt);
}

QWidget *SaleDetail::makeHead()
{
    m_head = new SaleClock;
    m_head->setObjectName(u"saleHead"_s);
    m_window = new QLabel;
    m_window->setObjectName(u"saleWindow"_s);
    m_window->setTextFormat(Qt::PlainText);
    m_window->setProperty("role", u"muted"_s);
    auto *head = new QWidget;
    auto *column = new QVBoxLayout(head);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_head);
    auto *row = new QHBoxLayout;
    row->addWidget(m_window, 1);
    row->addWidget(makeActs());
    column->addLayout(row);
    return head;
}

QPushButton *SaleDetail::makeAct(SaleAct act, const QString &text, const QString &name, const QString &role)
{
    auto *button = new QPushButton(text);
    button->setObjectName(name);
    button->setProperty("role", role);
    m_acts.append({act, button});
    if (act != SaleAct::Extend)
        connect(button, &QPushButton::clicked, this, [this, act] { emit wanted(act); });
    return button;
}

QWidget *SaleDetail::makeActs()
{
    auto *acts = new QWidget;
    auto *row = new QHBoxLayout(acts);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(makeAct(SaleAct::Start, tr("S&tart…"), u"startButton"_s, u"primary"_s));
    row->addWidget(makeAct(SaleAct::Pause, tr("Pa&use…"), u"pauseButton"_s, {}));
    row->addWidget(makeAct(SaleAct::Resume, tr("Resu&me"), u"resumeButton"_s, u"primary"_s));
    QPushButton *extend = makeAct(SaleAct::Extend, tr("E&xtend"), u"extendButton"_s, u"menu"_s);
    extend->setMenu(makeExtensionMenu());
    row->addWidget(extend);
    row->addWidget(makeAct(SaleAct::End, tr("E&nd…"), u"endButton"_s, {}));
    row->addWidget(makeAct(SaleAct::Cancel, tr("&Cancel the sale…"), u"cancelSaleButton"_s, u"danger"_s));
    return acts;
}

QMenu *SaleDetail::makeExtensionMenu()
{
    auto *menu = new QMenu(this);
    const std::pair<QString, std::chrono::seconds> choices[] = {
        {tr("By &5 minutes"), 5min}, {tr("By &15 minutes"), 15min}, {tr("By &1 hour"), 1h}};
    for (const auto &[text, time] : choices)
        menu->addAction(text, this, [this, time = time] { emit extensionWanted(time); });
    menu->addSeparator();
    menu->addAction(tr("To an &exact time…"), this, [this] { emit wanted(SaleAct::Extend); });
    return menu;
}

void SaleDetail::showSale(const std::optional<Sale> &sale)
{
    m_sale = sale;
    m_stack->setCurrentWidget(sale ? m_content : m_hint);
    refresh();
}

void SaleDetail::refresh()
{
    m_products->show(m_sale ? std::optional(m_sale->id) : std::nullopt);
    const auto now = m_clock.now();
    for (const auto &[act, button] : std::as_const(m_acts))
        button->setEnabled(m_sale && now && isAllowed(act, *m_sale, *now));
    if (!m_sale)
        return;
    m_head->showSale(saleViewOf(m_sale, now));
    const QString window = windowText();
    if (m_window->text() != window)
        m_window->setText(window);
}

QString SaleDetail::windowText() const
{
    const QString products = m_products->rowCount() == 1
        ? tr("1 product")
        : tr("%1 products").arg(countText(m_products->rowCount()));
    const QString start = m_sale->startsAt ? dayAndTimeText(*m_sale->startsAt) : tr("not scheduled");
    const QString end = m_sale->endsAt ? dayAndTimeText(*m_sale->endsAt) : tr("open-ended");
    return tr("%1 to %2 · %3").arg(start, end, products);
}

void SaleDetail::fitToFont()
{
    const int em = qRound(emOf(this));
    fitUnitRowsToFont(m_table, em);
    m_table->setColumnWidth(SaleProductsModel::NameColumn, em * 18);
    m_table->setColumnWidth(SaleProductsModel::PriceColumn, em * 7);
}

void SaleDetail::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::FontChange)
        fitToFont();
    QWidget::changeEvent(event);
}

} // namespace holdfast
