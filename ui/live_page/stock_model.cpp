// SPDX-License-Identifier: GPL-3.0-only
#include "ui/live_page/stock_model.h"

#include "ui/widgets/number_text.h"

namespace holdfast {

namespace {

double urgencyOf(const StockLevel &stock)
{
    if (stock.total <= 0 || (stock.available == 0 && stock.reserved == 0))
        return 2.0;
    return static_cast<double>(stock.available) / stock.total;
}

} // namespace

StockMood stockMoodOf(const StockLevel &stock)
{
    if (stock.available <= 0)
        return stock.reserved > 0 ? StockMood::AllHeld : StockMood::SoldOut;
    return qint64(stock.available) * 10 <= stock.total ? StockMood::NearlyGone : StockMood::Plenty;
}

int StockModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : 1;
}

QString StockModel::accessibleText(const Product &product) const
{
    return tr("%1: %2 left, %3 held, %4 sold of %5")
        .arg(product.name, countText(product.stock.available), countText(product.stock.reserved),
             countText(product.stock.sold), countText(product.stock.total));
}

QVariant StockModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Product *product = productAt(index.row());
    if (!product)
        return {};
    switch (role) {
    case Qt::DisplayRole:
        return product->name;
    case Qt::AccessibleTextRole:
    case Qt::ToolTipRole:
        return accessibleText(*product);
    case ProductIdRole:
        return product->id.number();
    case StockRole:
        return QVariant::fromValue(product->stock);
    case MoodRole:
        return static_cast<int>(stockMoodOf(product->stock));
    case PriceTextRole:
        return product->price ? moneyText(*product->price, product->currency) : QString();
    case UrgencyRole:
        return urgencyOf(product->stock);
    case NameSortRole:
        return product->name;
    case PriceSortRole:
        return product->price ? product->price->minorUnits() : qint64(0);
    case SoldSortRole:
        return product->stock.sold;
    default:
        return {};
    }
}

} // namespace holdfast
