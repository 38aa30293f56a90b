// SPDX-License-Identifier: GPL-3.0-only
#include "http/endpoints/access.h"
#include "http/endpoints/acting_customer.h"
#include "http/endpoints/route_table.h"
#include "tests/server/http/endpoints/sample_shop.h"

#include <QTest>

using namespace holdfast;
using namespace holdfast::http;
using namespace holdfast::test;
using namespace Qt::StringLiterals;

class TestAccess final : public QObject
{
    Q_OBJECT

private slots:
    void rolesAgainstRoutes();
    void withoutCredentials();
    void noTokenIsTaken_data();
    void noTokenIsTaken();
    void otherCookiesAreNoCredentials();
    void customersAreNamed_data();
    void customersAreNamed();
    void namesOfOneCustomerAgree();
    void nameInTheHeaderMustBeOne_data();
    void nameInTheHeaderMustBeOne();
    void nameInTheBodyMustBeOne_data();
    void nameInTheBodyMustBeOne();
    void customersActAsThemselves();
};

namespace {

/// The path of a row with something in place of its parameters.
QByteArray sampleTarget(const TableRow &row)
{
    const QByteArrayList segments = QByteArray(row.pattern).split('/');
    QByteArrayList filled;
    for (const auto &segment : segments)
        filled.append(segment.startsWith('{') ? QByteArray("1") : segment);
    return filled.join('/');
}

ApiReply call(ApiClient &client, const TableRow &row, const ApiHeaders &headers = {})
{
    return client.exchange(methodName(row.method).toByteArray(), sampleTarget(row), {}, headers);
}

QStringList usernames(SampleShop &shop)
{
    return shop.database().column(u"SELECT username FROM users ORDER BY username"_s);
}

constexpr auto someId = "0190a5d0-ac96-774b-bcce-b302099a8057";

} // namespace

void TestAccess::rolesAgainstRoutes()
{
    constexpr std::array roles{Role::Nobody, Role::Customer, Role::Service, Role::Admin};
    // One letter a role: may, not signed in, forbidden.
    const std::vector<std::pair<Access, QByteArray>> expected{
        {Access::Anyone, "mmmm"},  {Access::Newcomer, "mmmm"}, {Access::User, "nmmm"},
        {Access::Shopper, "nmmm"}, {Access::Owner, "nmmm"},    {Access::Service, "nfmm"},
        {Access::Admin, "nffm"}};
    for (const auto &[access, letters] : expected) {
        for (size_t index = 0; index < roles.size(); ++index) {
            const auto refusal = accessRefusal(access, {roles.at(index), {}});
            const char letter = !refusal ? 'm' : refusal->code == ErrorCode::AuthRequired ? 'n' : 'f';
            QCOMPARE(letter, letters.at(static_cast<qsizetype>(index)));
        }
    }
}

void TestAccess::withoutCredentials()
{
    TestServiceOptions options;
    options.openAccess = http::OpenAccess::Off;
    TestService service(options);
    ApiClient client(service.port());
    for (const auto &row : routeTable()) {
        const auto reply = call(client, row);
        if (row.access == Access::Anyone || row.access == Access::Newcomer) {
            QVERIFY2(reply.status != 401 && reply.status != 0, row.name);
            continue;
        }
        QVERIFY2(reply.status == 401, row.name);
        QCOMPARE(reply.code(), u"AUTH_REQUIRED"_s);
        QCOMPARE(reply.header("WWW-Authenticate"), "Bearer");
    }
}

void TestAccess::noTokenIsTaken_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("value");
    QTest::newRow("bearer") << QByteArray("Authorization") << QByteArray("Bearer abc.def.ghi");
    QTest::newRow("bearer in lower case") << QByteArray("authorization") << QByteArray("bearer abc");
    QTest::newRow("basic") << QByteArray("Authorization") << QByteArray("Basic YTpi");
    QTest::newRow("empty") << QByteArray("Authorization") << QByteArray("");
    QTest::newRow("cookie") << QByteArray("Cookie") << QByteArray("theme=dark; token=abc.def.ghi");
}

void TestAccess::noTokenIsTaken()
{
    QFETCH(const QByteArray, name);
    QFETCH(const QByteArray, value);
    // Open access is for those who present nothing.
    TestService service;
    ApiClient client(service.port());
    for (const auto &row : routeTable()) {
        if (row.access == Access::Newcomer)
            continue;
        const auto reply = call(client, row, {{name, value}, {"Origin", "http://localhost"}});
        QVERIFY2(reply.status == 401, row.name);
        QCOMPARE(reply.code(), u"TOKEN_INVALID"_s);
    }
}

void TestAccess::otherCookiesAreNoCredentials()
{
    TestService service;
    ApiClient client(service.port());
    QCOMPARE(client.post("/internal/users", {{u"username"_s, u"a"_s}}, {{"Cookie", "theme=token; xtoken=1"}})
                 .status,
             201);
}

void TestAccess::customersAreNamed_data()
{
    QTest::addColumn<QByteArray>("inHeader");
    QTest::addColumn<QJsonValue>("inBody");
    QTest::addColumn<QString>("username");
    const QByteArray nothing;
    QTest::newRow("header") << QByteArray("user123") << QJsonValue(QJsonValue::Undefined) << u"user123"_s;
    QTest::newRow("body") << nothing << QJsonValue(u"user123"_s) << u"user123"_s;
    QTest::newRow("both alike") << QByteArray("user123") << QJsonValue(u"user123"_s) << u"user123"_s;
    QTest::newRow("number in the body") << nothing << QJsonValue(42) << u"42"_s;
    QTest::newRow("number in both") << QByteArray("42") << QJsonValue(42) << u"42"_s;
    QTest::newRow("other scripts") << QByteArray("Zo\xc3\xab") << QJsonValue(QJsonValue::Undefined)
                                   << u"Zoë"_s;
    QTest::newRow("id") << QByteArray(someId) << QJsonValue(QJsonValue::Undefined)
                        << QString::fromLatin1(someId);
    QTest::newRow("id, capitals in one")
        << QByteArray(someId).toUpper() << QJsonValue(QString::fromLatin1(someId))
        << QString::fromLatin1(someId);
}

void TestAccess::customersAreNamed()
{
    QFETCH(const QByteArray, inHeader);
    QFETCH(const QJsonValue, inBody);
    QFETCH(const QString, username);
    SampleShop shop;
    QJsonObject body{{u"product_id"_s, shop.makeProduct()}};
    if (!inBody.isUndefined())
        body.insert(u"userId"_s, inBody);
    const auto reply =
        shop.client().post("/reservations", body, inHeader.isEmpty() ? ApiHeaders() : actingFor(inHeader));
    QVERIFY2(reply.status == 201, reply.raw.body.constData());
    QCOMPARE(usernames(shop), QStringList(username));
    const auto user = reply.data().value("reservation"_L1).toObject().value("user_id"_L1).toString();
    QCOMPARE(shop.database().column(u"SELECT id::text FROM users"_s), QStringList(user));
}

void TestAccess::namesOfOneCustomerAgree()
{
    SampleShop shop;
    const auto made = shop.client().post("/internal/users", {{u"username"_s, u"alice"_s}});
    QCOMPARE(made.status, 201);
    const auto id = made.data().value("id"_L1).toString();
    QVERIFY(fromIsoText(made.data().value("created_at"_L1).toString()));
    const QJsonObject byName{{u"product_id"_s, shop.makeProduct()}, {u"user_id"_s, u"alice"_s}};
    QCOMPARE(shop.client().post("/reservations", byName, actingFor(id.toLatin1())).status, 201);

    const QJsonObject other{{u"product_id"_s, shop.makeProduct()}, {u"user_id"_s, u"bob"_s}};
    const auto refused = shop.client().post("/reservations", other, actingFor(id.toLatin1()));
    QCOMPARE(refused.status, 422);
    QCOMPARE(refused.faultyFields(), QStringList(u"user_id"_s));
    QCOMPARE(usernames(shop), QStringList(u"alice"_s));
}

void TestAccess::nameInTheHeaderMustBeOne_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::newRow("empty") << QByteArray("");
    QTest::newRow("too long") << QByteArray("x").repeated(129);
    QTest::newRow("not UTF-8") << QByteArray("a\xff");
    QTest::newRow("not printable") << QByteArray("a\xe2\x80\xae");
    QTest::newRow("the null id") << QByteArray("00000000-0000-0000-0000-000000000000");
}

void TestAccess::nameInTheHeaderMustBeOne()
{
    QFETCH(const QByteArray, name);
    SampleShop shop;
    const QJsonObject body{{u"product_id"_s, shop.makeProduct()}};
    for (const auto &reply : {shop.client().post("/reservations", body, actingFor(name)),
                              shop.client().get("/reservations/me", actingFor(name)),
                              shop.client().post("/checkout/" + QByteArray(someId), {}, actingFor(name))}) {
        QVERIFY2(reply.status == 400, reply.raw.body.constData());
        QCOMPARE(reply.code(), u"INVALID_X_USER_ID"_s);
    }
}

void TestAccess::nameInTheBodyMustBeOne_data()
{
    QTest::addColumn<QJsonValue>("name");
    QTest::newRow("empty") << QJsonValue(u""_s);
    QTest::newRow("too long") << QJsonValue(u"x"_s.repeated(129));
    QTest::newRow("line break") << QJsonValue(u"a\nb"_s);
    QTest::newRow("negative number") << QJsonValue(-1);
    QTest::newRow("fraction") << QJsonValue(1.5);
    QTest::newRow("list") << QJsonValue(QJsonArray{u"a"_s});
}

void TestAccess::nameInTheBodyMustBeOne()
{
    QFETCH(const QJsonValue, name);
    SampleShop shop;
    const auto reply =
        shop.client().post("/reservations", {{u"product_id"_s, shop.makeProduct()}, {u"user_id"_s, name}});
    QVERIFY2(reply.status == 422, reply.raw.body.constData());
    QCOMPARE(reply.faultyFields(), QStringList(u"user_id"_s));
}

// A route of this test's own says who it is.
void TestAccess::customersActAsThemselves()
{
    TestService service;
    const auto own = *UserId::from(QUuid::fromString(QLatin1StringView(someId)));
    const Identity identity{.actor = {Role::Customer, own}, .token = {}, .apiKey = {}};
    Router router;
    const auto handler = [&](const Request &request, Reply reply) {
        const auto customer = customerInHeader({service.context(), request, identity});
        if (!customer)
            return reply.refuse(customer.error());
        reply.send(Response::ok((*customer)->id.text()));
    };
    router.add({Method::Get, "/who", Access::Anyone, "who", handler});
    Api api({}, std::move(router), {}, {});
    const auto port = api.start(QHostAddress::LocalHost, 0);
    QVERIFY(port);

    ApiClient client(*port);
    const QString ownId = QString::fromLatin1(someId);
    QCOMPARE(client.get("/who").body.value("data"_L1).toString(), ownId);
    QCOMPARE(client.get("/who", actingFor(someId)).body.value("data"_L1).toString(), ownId);
    const auto refused = client.get("/who", actingFor("somebody-else"));
    QCOMPARE(refused.status, 403);
    QCOMPARE(refused.code(), u"FORBIDDEN"_s);
    api.stop();
}

QTEST_GUILESS_MAIN(TestAccess)
#include "test_access.moc"
