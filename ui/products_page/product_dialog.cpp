// SPDX-License-Identifier: GPL-3.0-only
#include "ui/products_page/product_dialog.h"

#include "ui/theme/fonts.h"
#include "ui/widgets/form_field.h"
#include "ui/widgets/number_text.h"

#include <QCompleter>
#include <QGridLayout>
#include <QJsonArray>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace holdfast {

using namespace Qt::StringLiterals;

namespace {

constexpr double widthEms = 46;

// Fields as the API names them, for refusals that name fields.
const std::pair<QLatin1StringView, ProductField> apiFields[] = {
    {"name"_L1, ProductField::Name},
    {"category"_L1, ProductField::Category},
    {"price"_L1, ProductField::Price},
    {"currency"_L1, ProductField::Currency},
    {"total_stock"_L1, ProductField::TotalStock},
    {"per_user_limit"_L1, ProductField::PerUserLimit},
    {"hold_seconds"_L1, ProductField::HoldSeconds},
    {"description"_L1, ProductField::Description},
    {"reason"_L1, ProductField::Reason},
};

// By which tests and style sheets find a field.
constexpr const char16_t *objectNames[productFieldCount] = {
    u"nameField",         u"categoryField",    u"priceField",       u"currencyField", u"totalStockField",
    u"perUserLimitField", u"holdSecondsField", u"descriptionField", u"reasonField"};

ProductFaults faultsIn(const Refusal &refusal)
{
    ProductFaults faults;
    if (refusal.code == ErrorCode::StockInUse)
        faults[ProductField::TotalStock] = refusal.message;
    for (const auto &entry : refusal.details.value("fields"_L1).toArray()) {
        for (const auto &[name, field] : apiFields) {
            if (entry["field"_L1].toString() == name)
                faults[field] = entry["message"_L1].toString();
        }
    }
    return faults;
}

ProductTexts textsOf(const ProductDefaults &defaults)
{
    ProductTexts texts;
    texts[ProductField::Currency] = defaults.currency;
    texts[ProductField::HoldSeconds] = QString::number(defaults.holdSeconds);
    return texts;
}

} // namespace

ProductDialog::ProductDialog(const std::optional<Product> &product, const ProductDefaults &defaults,
                             QWidget *parent)
    : AnsweredDialog(parent)
    , m_base(product)
{
    setWindowTitle(product ? tr("Edit “%1”").arg(product->name) : tr("New product"));
    setMinimumWidth(qRound(emOf(this) * widthEms));
    addFields(defaults);
    addFoot(product ? tr("&Save") : tr("&Create the product"));
    fill(product ? holdfast::textsOf(*product) : textsOf(defaults));
    m_fields[ProductField::Name]->setFocus();
}

FormField *ProductDialog::addField(ProductField field, const QString &label, QGridLayout *grid, int row,
                                   int column, int span)
{
    QWidget *editor = nullptr;
    if (field == ProductField::Description) {
        auto *lines = new QPlainTextEdit;
        lines->setTabChangesFocus(true);
        lines->setMaximumHeight(fontMetrics().height() * 5);
        editor = lines;
    } else {
        editor = new QLineEdit;
    }
    auto *added = new FormField(label, editor);
    added->setObjectName(QString::fromUtf16(objectNames[static_cast<size_t>(field)]));
    grid->addWidget(added, row, column, 1, span, Qt::AlignTop);
    m_fields.insert(field, added);
    return added;
}

void ProductDialog::addFields(const ProductDefaults &defaults)
{
    auto *grid = new QGridLayout;
    grid->setSpacing(qRound(emOf(this)));
    for (int column = 0; column < 6; ++column)
        grid->setColumnStretch(column, 1);
    addField(ProductField::Name, tr("&Name"), grid, 0, 0, 6);
    auto *category = addField(ProductField::Category, tr("C&ategory"), grid, 1, 0, 3);
    addField(ProductField::Price, tr("&Price"), grid, 1, 3, 2)->setHint(tr("empty: the buyer tells it"));
    addField(ProductField::Currency, tr("Curren&cy"), grid, 1, 5, 1);
    auto *stock = addField(ProductField::TotalStock, tr("&Total units"), grid, 2, 0, 2);
    addField(ProductField::PerUserLimit, tr("&Limit per customer"), grid, 2, 2, 2)
        ->setHint(tr("empty: no limit"));
    auto *hold = addField(ProductField::HoldSeconds, tr("&Hold time in seconds"), grid, 2, 4, 2);
    addField(ProductField::Reason, tr("&Why the total changes, kept with the movement"), grid, 3, 0, 6);
    addField(ProductField::Description, tr("&Description"), grid, 4, 0, 6);
    column()->addLayout(grid);

    auto *completer = new QCompleter(defaults.categories, this);
    completer->setCaseSensitivity(Qt::CaseInsensitive);
    qobject_cast<QLineEdit *>(category->editor())->setCompleter(completer);
    connect(stock, &FormField::edited, this, &ProductDialog::showReasonIfNeeded);
    connect(hold, &FormField::edited, this, &ProductDialog::showHoldTime);
}

void ProductDialog::fill(const ProductTexts &texts)
{
    for (auto field = m_fields.cbegin(); field != m_fields.cend(); ++field)
        field.value()->setText(texts[field.key()]);
    showReasonIfNeeded();
    showHoldTime();
}

ProductTexts ProductDialog::texts() const
{
    ProductTexts texts;
    for (auto field = m_fields.cbegin(); field != m_fields.cend(); ++field)
        texts[field.key()] = field.value()->text();
    return texts;
}

void ProductDialog::showReasonIfNeeded()
{
    const QString total = m_fields[ProductField::TotalStock]->text().trimmed();
    m_fields[ProductField::Reason]->setVisible(m_base && total != QString::number(m_base->stock.total));
}

void ProductDialog::showHoldTime()
{
    bool isNumber = false;
    const int seconds = m_fields[ProductField::HoldSeconds]->text().toInt(&isNumber);
    const bool isWorthSaying = isNumber && seconds >= 60 && seconds <= ProductLimits::holdSecondsMax;
    m_fields[ProductField::HoldSeconds]->showRemark(
        isWorthSaying ? tr("= %1").arg(durationText(std::chrono::seconds(seconds))) : QString());
}

// The first faulty field gets the focus.
bool ProductDialog::showFaults(const ProductFaults &faults)
{
    for (auto field = m_fields.cbegin(); field != m_fields.cend(); ++field)
        field.value()->showFault(faults.value(field.key()));
    if (faults.isEmpty())
        showHoldTime();
    else
        m_fields[faults.firstKey()]->setFocus();
    adjustSize();
    return !faults.isEmpty();
}

AnsweredDialog::Step ProductDialog::ask()
{
    const ProductTexts entered = texts();
    const auto wanted = newProductOf(entered);
    if (!wanted) {
        showFaults(wanted.error());
        return Step::Mend;
    }
    if (!m_base) {
        showFaults({});
        emit createRequested(*wanted);
        return Step::Asked;
    }
    const QString reason = entered[ProductField::Reason];
    if (showFaults(faultsOfEdit(*m_base, *wanted, reason)))
        return Step::Mend;
    const ProductEdit edit = editOf(*m_base, *wanted, reason);
    if (edit.isEmpty())
        return Step::Done;
    emit editRequested(m_base->id, edit, m_base->version);
    return Step::Asked;
}

void ProductDialog::showRefusal(const ProductActResult &result)
{
    const Refusal &refusal = *result.refusal;
    if (refusal.code == ErrorCode::VersionConflict && result.product && m_base) {
        showRefused(
            tr("Somebody else edited this product meanwhile. Their changes are kept; where both of you "
               "changed a field, yours is saved over theirs."));
        setAct(tr("&Save over it"));
        return takeIn(*result.product);
    }
    const ProductFaults faults = faultsIn(refusal);
    showRefused(faults.isEmpty() ? refusal.message : QString());
    showFaults(faults);
}

/// What only they changed is taken in; what was entered here stays, and theirs is told beside it.
void ProductDialog::takeIn(const Product &theirs)
{
    const ProductTexts before = holdfast::textsOf(*m_base);
    const ProductTexts now = holdfast::textsOf(theirs);
    m_base = theirs;
    for (auto entry = m_fields.cbegin(); entry != m_fields.cend(); ++entry) {
        const ProductField field = entry.key();
        if (now[field] == before[field] || entry.value()->text() == now[field])
            continue;
        if (entry.value()->text() == before[field]) {
            entry.value()->setText(now[field]);
            entry.value()->showRemark(tr("They made it this."));
        } else {
            entry.value()->showFault(now[field].isEmpty() ? tr("They emptied it.")
                                                          : tr("They made it “%1”.").arg(now[field]));
        }
    }
    showReasonIfNeeded();
    adjustSize();
}

} // namespace holdfast
