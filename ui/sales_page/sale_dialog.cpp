// SPDX-License-Identifier: GPL-3.0-only
#include "ui/sales_page/sale_dialog.h"

#include "ui/widgets/check_delegate.h"
#include "ui/widgets/dialog_parts.h"
#include "ui/widgets/moment_edit.h"
#include "ui/widgets/number_text.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDateTimeEdit>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QVBoxLayout>

namespace holdfast {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr int productRole = Qt::UserRole;

QString productText(const Product &product, bool isMember)
{
    if (product.stock.reserved > 0)
        return SaleDialog::tr("%1 (%2 held, cannot be moved now)")
            .arg(product.name, countText(product.stock.reserved));
    return product.sale && !isMember ? SaleDialog::tr("%1 (leaves another sale)").arg(product.name)
                                     : product.name;
}

} // namespace

SaleDialog::SaleDialog(const Catalogue &catalogue, Instant now, const std::optional<Sale> &sale,
                       QWidget *parent)
    : QDialog(parent)
    , m_now(now)
    , m_sale(sale)
    , m_name(new QLineEdit)
    , m_fault(makeDialogText({}))
{
    setWindowTitle(sale ? tr("Edit a sale") : tr("New sale"));
    QVBoxLayout *layout = makeDialogLayout(this);
    m_name->setObjectName(u"saleName"_s);
    m_name->setMaxLength(SaleLimits::nameLengthMax);
    m_name->setPlaceholderText(tr("for example: November flash sale"));
    addDialogField(layout, tr("&Name:"), m_name);
    addWindow(layout);
    addProducts(layout, catalogue);
    m_fault->setObjectName(u"saleFault"_s);
    m_fault->setProperty("role", u"fault"_s);
    layout->addWidget(m_fault);
    m_confirm = addDialogButtons(this, layout, u"primary"_s);
    if (sale)
        fill(*sale);
    m_before = entered();
    connect(m_name, &QLineEdit::textChanged, this, &SaleDialog::judge);
    connect(this, &QDialog::accepted, this, &SaleDialog::finish);
    m_name->setFocus();
    judge();
}

void SaleDialog::addWindow(QVBoxLayout *layout)
{
    m_start = new QComboBox;
    m_start->setObjectName(u"saleStart"_s);
    m_start->setAccessibleName(tr("When it starts"));
    m_start->addItems({tr("By hand (draft)"), tr("Now"), tr("At a time")});
    m_startsAt = makeMomentEdit(m_now + 1h);
    m_startsAt->setObjectName(u"saleStartsAt"_s);
    m_startsAt->setAccessibleName(tr("Start"));
    m_hasEnd = new QCheckBox(tr("&Ends at"));
    m_hasEnd->setObjectName(u"saleHasEnd"_s);
    m_endsAt = makeMomentEdit(m_now + 2h);
    m_endsAt->setObjectName(u"saleEndsAt"_s);
    m_endsAt->setAccessibleName(tr("End"));
    auto *start = new QHBoxLayout;
    start->addWidget(m_start, 1);
    start->addWidget(m_startsAt);
    auto *label = new QLabel(tr("&Starts:"));
    label->setBuddy(m_start);
    layout->addWidget(label);
    layout->addLayout(start);
    auto *end = new QHBoxLayout;
    end->addWidget(m_hasEnd, 1);
    end->addWidget(m_endsAt);
    layout->addLayout(end);
    connect(m_start, &QComboBox::currentIndexChanged, this, &SaleDialog::judge);
    connect(m_startsAt, &QDateTimeEdit::dateTimeChanged, this, &SaleDialog::judge);
    connect(m_endsAt, &QDateTimeEdit::dateTimeChanged, this, &SaleDialog::judge);
    connect(m_hasEnd, &QCheckBox::toggled, this, &SaleDialog::judge);
}

void SaleDialog::addProducts(QVBoxLayout *layout, const Catalogue &catalogue)
{
    auto *filter = new QLineEdit;
    filter->setObjectName(u"saleProductFilter"_s);
    filter->setPlaceholderText(tr("Find a product"));
    filter->setClearButtonEnabled(true);
    m_products = new QListWidget;
    m_products->setObjectName(u"saleProducts"_s);
    m_products->setAccessibleName(tr("Products of the sale"));
    m_products->setItemDelegate(new CheckDelegate(m_products));
    m_products->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_products->setMinimumHeight(10 * fontMetrics().height());
    std::vector<const Product *> products;
    for (const Product &product : catalogue.products())
        products.push_back(&product);
    std::ranges::sort(products, [](const Product *left, const Product *right) {
        return std::pair(left->name, left->id) < std::pair(right->name, right->id);
    });
    for (const Product *product : products) {
        const bool isMember = m_sale && product->sale && *product->sale == m_sale->id;
        auto *item = new QListWidgetItem(productText(*product, isMember), m_products);
        item->setData(productRole, product->id.number());
        item->setCheckState(isMember ? Qt::Checked : Qt::Unchecked);
        if (product->stock.reserved > 0)
            item->setFlags(item->flags() & ~Qt::ItemIsEnabled);
    }
    addDialogField(layout, tr("&Products:"), filter);
    layout->addWidget(m_products, 1);
    connect(filter, &QLineEdit::textChanged, this, &SaleDialog::filterProducts);
    connect(m_products, &QListWidget::itemChanged, this, &SaleDialog::judge);
}

/// What has started has started for good.
void SaleDialog::fill(const Sale &sale)
{
    m_name->setText(sale.name);
    m_start->setCurrentIndex(static_cast<int>(sale.startsAt ? Start::At : Start::ByHand));
    if (sale.startsAt)
        setMoment(m_startsAt, *sale.startsAt);
    m_start->setEnabled(!sale.startsAt || *sale.startsAt > m_now);
    m_hasEnd->setChecked(sale.endsAt.has_value());
    if (sale.endsAt)
        setMoment(m_endsAt, *sale.endsAt);
}

void SaleDialog::filterProducts(const QString &text)
{
    for (int row = 0; row < m_products->count(); ++row) {
        QListWidgetItem *item = m_products->item(row);
        // What is chosen stays in sight.
        item->setHidden(item->checkState() != Qt::Checked
                        && !item->text().contains(text.trimmed(), Qt::CaseInsensitive));
    }
}

SaleDialog::Start SaleDialog::start() const
{
    return static_cast<Start>(m_start->currentIndex());
}

NewSale SaleDialog::entered() const
{
    NewSale sale{.name = m_name->text().trimmed(), .startsAt = std::nullopt, .endsAt = std::nullopt};
    if (start() == Start::Now)
        sale.startsAt = m_now;
    else if (start() == Start::At)
        sale.startsAt = momentOf(m_startsAt);
    if (sale.startsAt && m_hasEnd->isChecked())
        sale.endsAt = momentOf(m_endsAt);
    for (int row = 0; row < m_products->count(); ++row) {
        const QListWidgetItem *item = m_products->item(row);
        if (item->checkState() == Qt::Checked)
            sale.products.push_back(*ProductId::from(item->data(productRole).toLongLong()));
    }
    return sale;
}

QString SaleDialog::fault() const
{
    const NewSale made = entered();
    if (made.endsAt && *made.endsAt <= *made.startsAt)
        return tr("It would end before it starts.");
    if (made.endsAt && made.endsAt != m_before.endsAt && *made.endsAt <= m_now)
        return tr("Its end is past already.");
    if (std::ssize(made.products) > SaleLimits::productsMax)
        return tr("A sale has at most %1 products.").arg(countText(SaleLimits::productsMax));
    return {};
}

SaleEdit SaleDialog::changes() const
{
    const NewSale now = entered();
    SaleEdit edit;
    edit.versions = std::vector{m_sale->version};
    if (now.name != m_before.name)
        edit.name = now.name;
    if (now.startsAt != m_before.startsAt)
        edit.startsAt = now.startsAt;
    if (now.endsAt != m_before.endsAt)
        edit.endsAt = now.endsAt;
    if (now.products != m_before.products)
        edit.products = now.products;
    return edit;
}

bool SaleDialog::isChanged() const
{
    const SaleEdit edit = changes();
    return edit.name || edit.startsAt || edit.endsAt || edit.products;
}

QString SaleDialog::actText() const
{
    if (m_sale)
        return tr("Save");
    return start() == Start::ByHand ? tr("Make the draft")
        : start() == Start::Now     ? tr("Make and start it")
                                    : tr("Schedule it");
}

void SaleDialog::judge()
{
    m_startsAt->setEnabled(m_start->isEnabled() && start() == Start::At);
    // A draft has no window.
    m_hasEnd->setEnabled(start() != Start::ByHand);
    m_endsAt->setEnabled(m_hasEnd->isEnabled() && m_hasEnd->isChecked());
    m_fault->setText(fault());
    m_confirm->setEnabled(!m_name->text().trimmed().isEmpty() && fault().isEmpty()
                          && (!m_sale || isChanged()));
    m_confirm->setText(actText());
}

void SaleDialog::finish()
{
    if (m_sale)
        emit edited(changes());
    else
        emit created(entered());
}

} // namespace holdfast
