// SPDX-License-Identifier: GPL-3.0-only
#include "ui/orders_page/order_csv.h"

namespace holdfast {

using namespace Qt::StringLiterals;

namespace {

bool looksLikeAFormula(const QString &text)
{
    return !text.isEmpty() && u"=+-@\t\r\n"_s.contains(text.front());
}

QByteArray csvLine(const QStringList &cells)
{
    QByteArrayList encoded;
    for (const QString &cell : cells)
        encoded += csvCell(cell);
    return encoded.join(',') + QByteArrayLiteral("\r\n");
}

} // namespace

QByteArray csvCell(QString text)
{
    if (looksLikeAFormula(text))
        text.prepend(u'\'');
    const bool isQuoted =
        text.contains(u'"') || text.contains(u',') || text.contains(u'\n') || text.contains(u'\r');
    if (!isQuoted)
        return text.toUtf8();
    text.replace(u"\""_s, u"\"\""_s);
    return '"' + text.toUtf8() + '"';
}

QByteArray orderCsvHeader()
{
    // For programs: not translated, so that the same file reads the same everywhere.
    return csvLine({u"order_id"_s, u"created_at"_s, u"user_id"_s, u"customer"_s, u"product_id"_s,
                    u"product"_s, u"sale_id"_s, u"quantity"_s, u"unit_price"_s, u"amount"_s, u"currency"_s,
                    u"order_amount"_s});
}

QByteArray orderCsvLines(const Order &order)
{
    QByteArray lines;
    for (const OrderLine &line : order.lines) {
        lines += csvLine({order.id.text(), toIsoText(order.createdAt), order.user.text(), order.username,
                          line.product.text(), line.productName, line.sale ? line.sale->text() : QString(),
                          QString::number(line.quantity), line.unitPrice ? line.unitPrice->text() : QString(),
                          line.amount.text(), order.currency, order.amount.text()});
    }
    return lines;
}

} // namespace holdfast
