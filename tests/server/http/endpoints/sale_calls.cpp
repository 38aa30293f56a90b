// SPDX-License-Identifier: GPL-3.0-only
#include "tests/server/http/endpoints/sale_calls.h"

#include <QDateTime>

namespace holdfast::test {

using namespace Qt::StringLiterals;

QJsonArray idsOf(std::initializer_list<qint64> products)
{
    QJsonArray ids;
    for (const auto product : products)
        ids.append(product);
    return ids;
}

QByteArray pathOf(const ApiReply &sale)
{
    return "/sales/" + QByteArray::number(sale.data().value("id"_L1).toInteger());
}

QByteArray makeSale(SampleShop &shop, std::initializer_list<qint64> products, QJsonObject fields)
{
    fields.insert(u"name"_s, u"Sale"_s);
    fields.insert(u"product_ids"_s, idsOf(products));
    const auto made = shop.client().post("/sales", fields);
    if (made.status != 201)
        qFatal("%s", made.raw.body.constData());
    return pathOf(made);
}

QByteArray makeLiveSale(SampleShop &shop, std::initializer_list<qint64> products)
{
    const auto sale = makeSale(shop, products);
    require(shop.client().post(sale + "/start"));
    return sale;
}

void require(const ApiReply &reply)
{
    if (reply.status != 200)
        qFatal("%d %s", reply.status, reply.raw.body.constData());
}

QString statusOf(SampleShop &shop, const QByteArray &sale)
{
    return shop.client().get(sale).data().value("status"_L1).toString();
}

ApiReply patch(SampleShop &shop, const QByteArray &sale, const QJsonObject &fields, const ApiHeaders &headers)
{
    return shop.client().exchange("PATCH", sale, toJson(fields), headers);
}

ApiReply tryToHold(SampleShop &shop, qint64 product, const QByteArray &customer)
{
    return shop.client().post("/reservations", {{u"product_id"_s, product}}, actingFor(customer));
}

QString inSeconds(int seconds)
{
    return QDateTime::currentDateTimeUtc().addSecs(seconds).toString(Qt::ISODateWithMs);
}

} // namespace holdfast::test
