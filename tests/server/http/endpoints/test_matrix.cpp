// SPDX-License-Identifier: GPL-3.0-only
#include "http/endpoints/access_table.h"
#include "http/endpoints/route_table.h"
#include "tests/server/http/endpoints/people.h"

#include <QMap>
#include <QSet>
#include <QTest>

#include <algorithm>

using namespace holdfast;
using namespace holdfast::http;
using namespace holdfast::test;
using namespace Qt::StringLiterals;

/// Every route of the table, called as everybody, answers what its line of the access table says.
class TestMatrix final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void cleanupTestCase();
    void everyRouteHasItsLine();
    void aRouteWithoutALineIsNoticed();
    void answersAreThoseOfTheTable_data();
    void answersAreThoseOfTheTable();
    void aWrongLineIsNoticed();

private:
    QStringList faultsOf(const TableRow &row, const AccessLine &line);

    std::unique_ptr<SampleShop> m_shop;
    std::unique_ptr<People> m_people;
};

namespace {

/// Names that stand in one of the two lists only, or twice in one.
QStringList unmatched(std::span<const TableRow> rows, std::span<const AccessLine> lines)
{
    QMap<QString, int> balance;
    for (const auto &row : rows)
        balance[QLatin1StringView(row.name)] += 1;
    for (const auto &line : lines)
        balance[QLatin1StringView(line.route)] -= 1;
    QStringList names;
    for (auto entry = balance.begin(); entry != balance.end(); ++entry) {
        if (entry.value() != 0)
            names.append(entry.key());
    }
    return names;
}

const AccessLine *lineOf(const TableRow &row)
{
    const auto lines = accessTable();
    const auto found = std::ranges::find_if(
        lines, [&](const AccessLine &line) { return QByteArrayView(line.route) == row.name; });
    return found == lines.end() ? nullptr : &*found;
}

/// What a call is about: things of one customer, fresh for this call.
struct Things
{
    QByteArray customer;
    QByteArray product;
    QByteArray reservation;
    QByteArray apiKey;
    QByteArray order = {};
    QByteArray sale = {};
    QByteArray drop = {};
};

QByteArray valueOf(QByteArrayView parameter, QByteArrayView pattern, const Things &things)
{
    if (pattern == "/drops/{id}")
        return things.drop;
    if (pattern.startsWith("/sales"))
        return things.sale;
    if (parameter == "{productId}" || pattern.startsWith("/products") || pattern.startsWith("/drops")
        || pattern.startsWith("/cart"))
        return things.product;
    if (pattern.startsWith("/orders"))
        return things.order;
    if (parameter == "{file}")
        return "plain";
    if (parameter == "{userId}" || pattern.startsWith("/users"))
        return things.customer;
    return pattern.startsWith("/admin/api-keys") ? things.apiKey : things.reservation;
}

QByteArray targetOf(const TableRow &row, const Things &things)
{
    QByteArrayList segments = QByteArray(row.pattern).split('/');
    for (auto &segment : segments) {
        if (segment.startsWith('{'))
            segment = valueOf(segment, row.pattern, things);
    }
    return segments.join('/');
}

/// Whether a route acts for whom X-User-Id names, rather than on what its path names.
bool namesInHeader(QByteArrayView route)
{
    static const QSet<QByteArray> routes{"reservations.create", "reserve.create",
                                         "reserve.create_many", "reservations.list_mine",
                                         "checkout.create",     "reservations.create_for_product",
                                         "drops.reserve",       "drops.purchase",
                                         "flashsales.purchase", "carts.read",
                                         "carts.add",           "carts.remove",
                                         "orders.create",       "orders.list"};
    return routes.contains(route.toByteArray());
}

QJsonObject bodyOf(QByteArrayView route, const Things &things)
{
    const QJsonObject item{{u"product_id"_s, QString::fromLatin1(things.product)}, {u"quantity"_s, 1}};
    if (route == "reserve.create_many")
        return {{u"items"_s, QJsonArray{item}}};
    if (route == "reservations.create" || route == "reserve.create" || route == "checkout.create"
        || route == "carts.add" || route == "flashsales.purchase")
        return item;
    return {};
}

char answerOf(const ApiReply &reply)
{
    if (reply.code() == "AUTH_REQUIRED"_L1)
        return static_cast<char>(http::Answer::SignIn);
    if (reply.code() == "TOKEN_INVALID"_L1)
        return static_cast<char>(http::Answer::Invalid);
    if (reply.status == 403)
        return static_cast<char>(http::Answer::Forbidden);
    if (reply.status == 404)
        return static_cast<char>(http::Answer::Hidden);
    const bool isAnswer = reply.status >= 200 && reply.status < 500;
    return isAnswer ? static_cast<char>(http::Answer::Served) : '?';
}

/// The id of what a POST makes.
QByteArray madeBy(SampleShop &shop, const QByteArray &target, const QJsonObject &body)
{
    const auto made = shop.client().post(target, body);
    if (made.status != 201)
        qFatal("%s", made.raw.body.constData());
    return QByteArray::number(made.data().value("id"_L1).toInteger());
}

/// What must be there, beside a product and a hold, for a call of the route to be served.
void prepare(SampleShop &shop, QByteArrayView route, Things &things)
{
    const auto product = things.product.toLongLong();
    if (route == "flashsales.purchase")
        shop.putIntoSale(product, -60);
    if (route == "carts.remove" || route == "orders.create")
        shop.putIntoCart(product, things.customer);
    if (route.startsWith("sales."))
        things.sale = madeBy(shop, "/sales", {{u"name"_s, u"Sale"_s}});
    if (route == "drops.read")
        things.drop = madeBy(shop, "/drops", {{u"name"_s, u"Drop"_s}, {u"total_stock"_s, 5}});
    if (route == "flashsales.active")
        shop.client().post("/sales/" + madeBy(shop, "/sales", {{u"name"_s, u"Flash"_s}}) + "/start");
    if (route == "orders.read")
        things.order = shop.buy(shop.makeProduct(), things.customer).value("id"_L1).toString().toLatin1();
}

/// Somebody, and whose things are asked for.
struct Caller
{
    const char *name;
    ApiHeaders headers;
    const Account &owner;
    http::Answer AccessLine::*expected;
};

} // namespace

void TestMatrix::initTestCase()
{
    m_shop = std::make_unique<SampleShop>(closedDoors());
    m_people = std::make_unique<People>(*m_shop);
}

void TestMatrix::cleanupTestCase()
{
    m_people.reset();
    m_shop.reset();
}

void TestMatrix::everyRouteHasItsLine()
{
    QCOMPARE(unmatched(routeTable(), accessTable()), QStringList());
}

void TestMatrix::aRouteWithoutALineIsNoticed()
{
    QCOMPARE(unmatched(routeTable(), accessTable().subspan(1)), QStringList(u"auth.register"_s));
}

QStringList TestMatrix::faultsOf(const TableRow &row, const AccessLine &line)
{
    auto forged = m_people->tokenOf(m_people->admin);
    forged.replace(forged.lastIndexOf('.') + 1, 4, "AAAA");
    const auto annBearer = [&] { return bearer(m_people->tokenOf(m_people->ann)); };
    const std::vector<Caller> callers{
        {"nobody", {}, m_people->ann, &AccessLine::nobody},
        {"forged", bearer(forged), m_people->ann, &AccessLine::forged},
        {"own", annBearer(), m_people->ann, &AccessLine::own},
        {"others", annBearer(), m_people->ben, &AccessLine::others},
        {"service", bearer(m_people->apiKey), m_people->ann, &AccessLine::service},
        {"admin", bearer(m_people->tokenOf(m_people->admin)), m_people->ann, &AccessLine::admin}};
    QStringList faults;
    for (const auto &caller : callers) {
        const auto customer = caller.owner.id.text().toLatin1();
        const qint64 product = m_shop->makeProduct();
        Things things{customer, QByteArray::number(product), m_shop->reserve(product, customer).toLatin1(),
                      UserId::make().text().toLatin1()};
        prepare(*m_shop, row.name, things);
        auto headers = caller.headers;
        if (namesInHeader(row.name))
            headers.push_back({"X-User-Id", customer});
        ApiClient client(m_shop->service().port());
        const auto body = row.method == Method::Post ? toJson(bodyOf(row.name, things)) : QByteArray();
        const auto reply =
            client.exchange(methodName(row.method).toByteArray(), targetOf(row, things), body, headers);
        if (answerOf(reply) != static_cast<char>(line.*caller.expected)) {
            faults.append(
                u"%1 as %2: %3 %4"_s.arg(QLatin1StringView(row.name), QLatin1StringView(caller.name))
                    .arg(reply.status)
                    .arg(QString::fromUtf8(reply.raw.body)));
        }
    }
    return faults;
}

void TestMatrix::answersAreThoseOfTheTable_data()
{
    QTest::addColumn<size_t>("index");
    for (size_t index = 0; index < routeTable().size(); ++index)
        QTest::newRow(routeTable()[index].name) << index;
}

void TestMatrix::answersAreThoseOfTheTable()
{
    QFETCH(const size_t, index);
    const auto &row = routeTable()[index];
    const auto *line = lineOf(row);
    QVERIFY2(line, row.name);
    const auto faults = faultsOf(row, *line);
    QVERIFY2(faults.isEmpty(), qPrintable(faults.join(u'\n')));
}

void TestMatrix::aWrongLineIsNoticed()
{
    const auto rows = routeTable();
    const auto row = std::ranges::find_if(
        rows, [](const TableRow &each) { return QByteArrayView(each.name) == "reservations.read"; });
    QVERIFY(row != rows.end());
    auto line = *lineOf(*row);
    line.others = http::Answer::Served;
    QCOMPARE(faultsOf(*row, line).size(), 1);
}

QTEST_GUILESS_MAIN(TestMatrix)
#include "test_matrix.moc"
