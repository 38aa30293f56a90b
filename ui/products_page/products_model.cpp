// SPDX-License-Identifier: GPL-3.0-only
#include "ui/products_page/products_model.h"

#include "ui/widgets/number_text.h"
#include "ui/widgets/stock_bar.h"

#include <limits>

namespace holdfast {

using namespace Qt::StringLiterals;

namespace {

constexpr auto nothing = u'–';

bool isNumber(int column)
{
    return column == ProductsModel::PriceColumn || column == ProductsModel::VersionColumn
        || (column >= ProductsModel::AvailableColumn && column <= ProductsModel::HoldTimeColumn);
}

QString priceText(const Product &product)
{
    return product.price ? moneyText(*product.price, product.currency) : QString(nothing);
}

} // namespace

ProductsModel::ProductsModel(const Catalogue &catalogue, const QHash<SaleId, Sale> &sales, QObject *parent)
    : ProductRows(catalogue, parent)
    , m_sales(sales)
{
}

void ProductsModel::refreshSales()
{
    if (rowCount() > 0)
        emit dataChanged(index(0, SaleColumn), index(rowCount() - 1, SaleColumn));
}

int ProductsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString ProductsModel::saleName(const Product &product) const
{
    if (!product.sale)
        return {};
    const auto sale = m_sales.constFind(*product.sale);
    return sale == m_sales.cend() ? tr("Sale %1").arg(product.sale->number()) : sale->name;
}

QString ProductsModel::displayText(const Product &product, int column) const
{
    switch (column) {
    case NameColumn:
        return product.name;
    case CategoryColumn:
        return product.category;
    case PriceColumn:
        return priceText(product);
    case AvailableColumn:
        return countText(product.stock.available);
    case HeldColumn:
        return countText(product.stock.reserved);
    case SoldColumn:
        return countText(product.stock.sold);
    case TotalColumn:
        return countText(product.stock.total);
    case LimitColumn:
        return product.perUserLimit ? countText(*product.perUserLimit) : QString(nothing);
    case HoldTimeColumn:
        return durationText(std::chrono::seconds(product.holdSeconds));
    case SaleColumn:
        return saleName(product);
    case VersionColumn:
        return countText(product.version);
    default:
        return {};
    }
}

QVariant ProductsModel::sortValue(const Product &product, int column) const
{
    switch (column) {
    case PriceColumn:
        return product.price ? product.price->minorUnits() : qint64(-1);
    case StockColumn:
        return product.stock.total > 0 ? double(product.stock.available) / product.stock.total : 0.0;
    case AvailableColumn:
        return product.stock.available;
    case HeldColumn:
        return product.stock.reserved;
    case SoldColumn:
        return product.stock.sold;
    case TotalColumn:
        return product.stock.total;
    case LimitColumn:
        return product.perUserLimit.value_or(std::numeric_limits<int>::max());
    case HoldTimeColumn:
        return product.holdSeconds;
    case VersionColumn:
        return product.version;
    default:
        return displayText(product, column);
    }
}

QString ProductsModel::accessibleText(const Product &product) const
{
    return tr("%1, %2: %3 left, %4 held, %5 sold of %6")
        .arg(product.name, priceText(product), countText(product.stock.available),
             countText(product.stock.reserved), countText(product.stock.sold),
             countText(product.stock.total));
}

QString ProductsModel::toolTip(const Product &product, int column) const
{
    switch (column) {
    case PriceColumn:
        return product.price ? QString() : tr("No price: the buyer's total amount tells it");
    case StockColumn:
        return accessibleText(product);
    case LimitColumn:
        return product.perUserLimit ? QString() : tr("No limit for one customer");
    case NameColumn:
        return tr("%1, number %2").arg(product.name, product.id.text());
    case CategoryColumn:
    case SaleColumn:
        return displayText(product, column);
    default:
        return {};
    }
}

QVariant ProductsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Product *product = productAt(index.row());
    if (!product)
        return {};
    switch (role) {
    case Qt::DisplayRole:
        return displayText(*product, index.column());
    case Qt::ToolTipRole:
        return toolTip(*product, index.column());
    case Qt::AccessibleTextRole:
        return index.column() == NameColumn ? accessibleText(*product)
                                            : displayText(*product, index.column());
    case Qt::TextAlignmentRole:
        return int((isNumber(index.column()) ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    case SortRole:
        return sortValue(*product, index.column());
    case ProductIdRole:
        return product->id.number();
    case SearchRole:
        return QStringList{product->name, product->category, product->description, product->id.text()}.join(
            u'\n');
    case CategoryRole:
        return product->category.trimmed();
    case StockRole:
        return QVariant::fromValue(product->stock);
    default:
        return {};
    }
}

QVariant ProductsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int((isNumber(section) ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    const QString titles[] = {tr("Product"), tr("Category"), tr("Price"), tr("Stock"),
                              tr("Left"),    tr("Held"),     tr("Sold"),  tr("Total"),
                              tr("Limit"),   tr("Hold"),     tr("Sale"),  tr("Version")};
    return section >= 0 && section < ColumnCount ? titles[section] : QVariant();
}

} // namespace holdfast
