// SPDX-License-Identifier: GPL-3.0-only
// What the operator does on the Products page, and what became of it.
#include "ui/products_page/product_dialog.h"
#include "ui/products_page/products_page.h"
#include "ui/products_page/restock_dialog.h"
#include "ui/widgets/confirm_dialog.h"
#include "ui/widgets/dialog_parts.h"
#include "ui/widgets/number_text.h"
#include "ui/widgets/undo_bar.h"

#include <QHash>

#include <algorithm>
#include <set>

namespace holdfast {

using namespace Qt::StringLiterals;

namespace {

constexpr int holdSecondsUsual = 600;

/// The one that stands most often in the catalogue, else `usual`.
template <typename Value, typename Member>
Value commonest(const Catalogue &catalogue, Member member, const Value &usual)
{
    QHash<Value, int> counts;
    for (const Product &product : catalogue.products())
        ++counts[product.*member];
    const auto most = std::max_element(counts.cbegin(), counts.cend());
    return most == counts.cend() ? usual : most.key();
}

Confirmation archiving(const Product &product)
{
    return {
        .title = ProductsPage::tr("Archive a product"),
        .effects = {ProductsPage::tr("“%1” leaves the catalogue: nobody finds, holds or buys it any more. "
                                     "What was sold of it stays in the orders.")
                        .arg(product.name),
                    ProductsPage::tr("%1 units are left unsold. You can take this back.")
                        .arg(countText(product.stock.available))},
        .act = ProductsPage::tr("Archive “%1”").arg(nameOnButton(product.name)),
        .isReversible = true};
}

} // namespace

ProductDefaults ProductsPage::defaults() const
{
    std::set<QString> categories;
    for (const Product &product : m_catalogue.products())
        categories.insert(product.category.trimmed());
    categories.erase(QString());
    return {.currency = commonest(m_catalogue, &Product::currency, u"USD"_s),
            .holdSeconds = commonest(m_catalogue, &Product::holdSeconds, holdSecondsUsual),
            .categories = QStringList(categories.cbegin(), categories.cend())};
}

void ProductsPage::open(ProductDialog *dialog)
{
    m_dialog = dialog;
    connect(dialog, &ProductDialog::createRequested, this, &ProductsPage::createRequested);
    connect(dialog, &ProductDialog::editRequested, this,
            [this, dialog](ProductId product, const ProductEdit &edit, qint64 version) {
                m_askedEdit = AskedEdit{edit, *dialog->base()};
                emit editRequested(product, edit, version);
            });
    dialog->open();
}

void ProductsPage::askCreate()
{
    showFault({});
    open(new ProductDialog(std::nullopt, defaults(), this));
}

void ProductsPage::askEdit()
{
    const Product *product = selected();
    if (!product)
        return;
    showFault({});
    open(new ProductDialog(*product, defaults(), this));
}

void ProductsPage::askRestock()
{
    const Product *product = selected();
    if (!product)
        return;
    showFault({});
    auto *dialog = new RestockDialog(*product, this);
    m_dialog = dialog;
    connect(dialog, &RestockDialog::restockRequested, this, &ProductsPage::restockRequested);
    dialog->open();
}

void ProductsPage::askArchive()
{
    const Product *product = selected();
    if (!product)
        return;
    showFault({});
    if (product->stock.reserved > 0) {
        return showFault(tr("“%1” cannot be archived while %2 units are held")
                             .arg(product->name, countText(product->stock.reserved)));
    }
    auto *dialog = new ConfirmDialog(archiving(*product), this);
    connect(dialog, &QDialog::accepted, this, [this, id = product->id] { emit archiveRequested(id); });
    dialog->open();
}

void ProductsPage::showResult(const ProductActResult &result)
{
    const bool isFromDialog = m_dialog && m_dialog->isAsking() && result.act != ProductAct::Archive
        && result.act != ProductAct::Restore;
    if (!result.refusal) {
        if (isFromDialog)
            m_dialog->showDone();
        if (result.product)
            tellDone(result, *result.product);
    } else if (auto *dialog = qobject_cast<ProductDialog *>(m_dialog); isFromDialog && dialog) {
        dialog->showRefusal(result);
    } else if (isFromDialog) {
        m_dialog->showRefused(result.refusal->message);
    } else {
        showFault(result.refusal->message);
    }
}

void ProductsPage::tellDone(const ProductActResult &result, const Product &product)
{
    const ProductId id = product.id;
    switch (result.act) {
    case ProductAct::Create:
        m_created = id;
        selectCreated();
        return m_undo->offer(tr("Created “%1”").arg(product.name), [this, id] { emit archiveRequested(id); });
    case ProductAct::Edit:
        return offerToUndoEdit(product);
    case ProductAct::Restock:
        return m_undo->tell(
            tr("Restocked “%1”: %2 units in all").arg(product.name, countText(product.stock.total)));
    case ProductAct::Archive:
        return m_undo->offer(tr("Archived “%1”").arg(product.name),
                             [this, id] { emit restoreRequested(id); });
    case ProductAct::Restore:
        m_created = id;
        selectCreated();
        return m_undo->tell(tr("“%1” is back in the catalogue").arg(product.name));
    }
}

void ProductsPage::offerToUndoEdit(const Product &product)
{
    const auto asked = std::exchange(m_askedEdit, std::nullopt);
    if (!asked || asked->before.id != product.id)
        return m_undo->tell(tr("“%1” is as it was before").arg(product.name));
    m_undo->offer(tr("Changed “%1”").arg(product.name),
                  [this, id = product.id, version = product.version, edit = asked->edit,
                   before = asked->before] { undoEdit(id, version, edit, before); });
}

// Refused like any other edit when somebody edited it meanwhile.
void ProductsPage::undoEdit(ProductId product, qint64 version, const ProductEdit &edit, const Product &before)
{
    const Product *now = m_catalogue.find(product);
    const int total = now ? now->stock.total : before.stock.total;
    emit editRequested(product, inverseOf(edit, before, total, tr("An adjustment was undone")), version);
}

} // namespace holdfast
