// SPDX-License-Identifier: GPL-3.0-only
#include "ui/sales_page/sale_products_model.h"

#include "ui/sales_page/sales_model.h"
#include "ui/widgets/number_text.h"

namespace holdfast {

using namespace Qt::StringLiterals;

namespace {

SaleProduct rowOf(const Product &product)
{
    return {.id = product.id,
            .name = product.name,
            .price = product.price ? moneyText(*product.price, product.currency) : u"–"_s,
            .stock = {.products = 1,
                      .sold = product.stock.sold,
                      .held = product.stock.reserved,
                      .available = product.stock.available}};
}

} // namespace

SaleProductsModel::SaleProductsModel(const Catalogue &catalogue, QObject *parent)
    : OrderedTableModel(parent)
    , m_catalogue(catalogue)
{
}

bool SaleProductsModel::isBefore(const SaleProduct &left, const SaleProduct &right) const
{
    const int names = left.name.localeAwareCompare(right.name);
    return names != 0 ? names < 0 : left.id < right.id;
}

void SaleProductsModel::show(std::optional<SaleId> sale)
{
    std::vector<SaleProduct> products;
    for (const Product &product : m_catalogue.products()) {
        if (sale && product.sale == sale)
            products.push_back(rowOf(product));
    }
    showRows(products);
}

int SaleProductsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant SaleProductsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const SaleProduct &product = at(index.row());
    const QString texts[] = {product.name, product.price, unitsText(product.stock)};
    switch (role) {
    case Qt::DisplayRole:
        return texts[index.column()];
    case Qt::TextAlignmentRole:
        return int(Qt::AlignVCenter | (index.column() == PriceColumn ? Qt::AlignRight : Qt::AlignLeft));
    case Qt::AccessibleTextRole:
        return tr("%1, %2, %3").arg(texts[NameColumn], texts[PriceColumn], texts[UnitsColumn]);
    case SalesModel::StockRole:
        return QVariant::fromValue(product.stock);
    default:
        return {};
    }
}

QVariant SaleProductsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignVCenter | (section == PriceColumn ? Qt::AlignRight : Qt::AlignLeft));
    if (role != Qt::DisplayRole)
        return {};
    const QString titles[] = {tr("Product"), tr("Price"), tr("Units")};
    return section >= 0 && section < ColumnCount ? titles[section] : QVariant();
}

} // namespace holdfast
