// SPDX-License-Identifier: GPL-3.0-only
#include "tests/server/http/endpoints/sample_shop.h"

#include <QTest>

namespace holdfast::test {

using namespace Qt::StringLiterals;

namespace {

void require(const ApiReply &reply, int status)
{
    if (reply.status != status)
        qFatal("%d instead of %d: %s", reply.status, status, reply.raw.body.constData());
}

} // namespace

SampleShop::SampleShop(const TestServiceOptions &options)
    : m_service(options)
    , m_client(m_service.port())
{
}

ApiHeaders actingFor(const QByteArray &customer)
{
    return {{"X-User-Id", customer}};
}

qint64 SampleShop::makeProduct(const QJsonObject &fields)
{
    QJsonObject product{{u"name"_s, u"Sneaker"_s}, {u"total_stock"_s, 10}, {u"price"_s, 12.5}};
    for (auto field = fields.begin(); field != fields.end(); ++field)
        product.insert(field.key(), field.value());
    const auto reply = m_client.post("/products", product);
    require(reply, 201);
    return reply.data().value("id"_L1).toInteger();
}

QString SampleShop::reserve(qint64 product, const QByteArray &customer, int quantity)
{
    const QJsonObject body{{u"product_id"_s, product}, {u"quantity"_s, quantity}};
    const auto reply = m_client.post("/reservations", body, actingFor(customer));
    require(reply, 201);
    return reply.data().value("reservation"_L1).toObject().value("id"_L1).toString();
}

QJsonObject SampleShop::putIntoCart(qint64 product, const QByteArray &customer, int quantity)
{
    const QJsonObject body{{u"product_id"_s, product}, {u"quantity"_s, quantity}};
    const auto reply = m_client.post("/cart/items", body, actingFor(customer));
    require(reply, 201);
    return reply.data();
}

QJsonObject SampleShop::buy(qint64 product, const QByteArray &customer, int quantity)
{
    const auto reservation = reserve(product, customer, quantity);
    const auto reply = m_client.post("/checkout/" + reservation.toLatin1());
    require(reply, 201);
    return reply.data();
}

QString SampleShop::statusOf(const QString &reservation)
{
    const auto reply = m_client.get("/reservations/" + reservation.toLatin1());
    require(reply, 200);
    return reply.data().value("status"_L1).toString();
}

QJsonObject SampleShop::stockOf(qint64 product)
{
    const auto reply = m_client.get("/products/" + QByteArray::number(product) + "/status");
    require(reply, 200);
    return reply.data();
}

void SampleShop::putIntoSale(qint64 product, int startsInSeconds, bool isPaused)
{
    database().exec(uR"(
        WITH made AS (
            INSERT INTO sales (name, starts_at, paused_at)
            VALUES ('Sale', clock_timestamp() + make_interval(secs => %2), CASE WHEN %3 THEN clock_timestamp() END)
            RETURNING id)
        UPDATE products SET sale_id = made.id, version = version + 1 FROM made WHERE products.id = %1)"_s
                        .arg(product)
                        .arg(startsInSeconds)
                        .arg(isPaused ? u"true"_s : u"false"_s));
    const auto isKnown = [&] { return m_service.board().find(*ProductId::from(product))->sale.has_value(); };
    if (!QTest::qWaitFor(isKnown, 10'000))
        qFatal("The board has not heard of the sale");
}

} // namespace holdfast::test
