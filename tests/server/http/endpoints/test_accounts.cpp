// SPDX-License-Identifier: GPL-3.0-only
#include "accounts/secrets/base64_url.h"
#include "tests/server/http/endpoints/people.h"

#include <QTest>

#include <algorithm>
#include <chrono>
#include <vector>

using namespace holdfast;
using namespace holdfast::http;
using namespace holdfast::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// Registering, signing in and out, passwords, API keys and the cookie, as clients see them.
class TestAccounts final : public QObject
{
    Q_OBJECT

private slots:
    void registersCustomers();
    void registrationIsChecked_data();
    void registrationIsChecked();
    void anAddressIsTakenOnce();
    void signsInAndOut();
    void strangersAndWrongPasswordsLookAlike();
    void strangersWaitAsLongAsWrongPasswords();
    void guessingIsSlowed();
    void addressesAreSlowed();
    void aPasswordIsHashedAnewAtLogin();
    void aChangedPasswordEndsEveryToken();
    void theCurrentPasswordIsAsked();
    void endingsAreHeardByOtherServers();
    void forgedTokensAreRefused_data();
    void forgedTokensAreRefused();
    void apiKeysAreMadeAndRevoked();
    void cookiesSignIn();
    void cookieWritesNameTheirOrigin_data();
    void cookieWritesNameTheirOrigin();
    void aUselessCookieKeepsNobodyOut();
    void customersActAsThemselves();
    void actsAndRefusalsAreLogged();
};

namespace {

constexpr int heardWithinMs = 5'000;
const auto somePassword = u"correct horse battery"_s;
const auto otherPassword = u"an entirely new one"_s;

QJsonObject login(const QString &password = somePassword, const QString &email = u"ann@example.com"_s)
{
    return {{u"email"_s, email}, {u"password"_s, password}};
}

QByteArray tokenIn(const ApiReply &reply)
{
    return reply.data().value("token"_L1).toString().toLatin1();
}

/// Gives ann's first token.
QByteArray enrolled(ApiClient &client)
{
    const auto reply = client.post("/auth/register", login());
    if (reply.status != 201)
        qFatal("Nobody can register: %s", reply.raw.body.constData());
    return tokenIn(reply);
}

int statusOfMe(ApiClient &client, const QByteArray &token)
{
    return client.get("/me", bearer(token)).status;
}

/// How long the median of these took. A machine has hiccups; half of the requests have none.
std::chrono::nanoseconds medianOf(std::vector<std::chrono::nanoseconds> times)
{
    const auto middle = times.begin() + static_cast<std::ptrdiff_t>(times.size() / 2);
    std::ranges::nth_element(times, middle);
    return *middle;
}

/// How long a login takes that comes to `status`.
std::chrono::nanoseconds timeOfLogin(ApiClient &client, const QJsonObject &attempt, int status)
{
    const auto begin = std::chrono::steady_clock::now();
    const auto reply = client.post("/auth/login", attempt);
    const auto took = std::chrono::steady_clock::now() - begin;
    if (reply.status != status)
        qFatal("A login came to %d: %s", reply.status, reply.raw.body.constData());
    return took;
}

QByteArray cookieOf(const QByteArray &token)
{
    return "theme=dark; token=" + token;
}

} // namespace

void TestAccounts::registersCustomers()
{
    TestService service(closedDoors());
    ApiClient client(service.port());
    auto wanted = login(somePassword, u"Ann@Example.com"_s);
    wanted.insert(u"name"_s, u"Ann"_s);
    const auto reply = client.post("/auth/register", wanted);
    QVERIFY2(reply.status == 201, reply.raw.body.constData());
    QCOMPARE(reply.data().value("token_type"_L1).toString(), u"Bearer"_s);
    QCOMPARE(reply.data().value("expires_in"_L1).toInt(), 8 * 60 * 60);
    const auto user = reply.data().value("user"_L1).toObject();
    QCOMPARE(user.value("email"_L1).toString(), u"ann@example.com"_s);
    QCOMPARE(user.value("role"_L1).toString(), u"customer"_s);
    const auto me = client.get("/me", bearer(tokenIn(reply)));
    QCOMPARE(me.status, 200);
    QCOMPARE(me.data(), user);
}

void TestAccounts::registrationIsChecked_data()
{
    QTest::addColumn<QJsonObject>("body");
    QTest::addColumn<QStringList>("faulty");
    QTest::newRow("nothing") << QJsonObject() << QStringList{u"email"_s, u"password"_s};
    QTest::newRow("no address") << login(somePassword, u"ann"_s) << QStringList{u"email"_s};
    QTest::newRow("short") << login(u"elevenchars"_s) << QStringList{u"password"_s};
    auto withRole = login();
    withRole.insert(u"role"_s, u"admin"_s);
    QTest::newRow("role") << withRole << QStringList{u"role"_s};
}

void TestAccounts::registrationIsChecked()
{
    QFETCH(const QJsonObject, body);
    QFETCH(const QStringList, faulty);
    TestService service(closedDoors());
    ApiClient client(service.port());
    const auto reply = client.post("/auth/register", body);
    QCOMPARE(reply.status, 422);
    QCOMPARE(reply.faultyFields(), faulty);
    QVERIFY2(!reply.raw.body.contains("elevenchars"), reply.raw.body.constData());
}

void TestAccounts::anAddressIsTakenOnce()
{
    TestService service(closedDoors());
    ApiClient client(service.port());
    enrolled(client);
    const auto again = client.post("/auth/register", login(otherPassword, u"ANN@example.com"_s));
    QCOMPARE(again.status, 409);
    QCOMPARE(again.code(), u"EMAIL_TAKEN"_s);
}

void TestAccounts::signsInAndOut()
{
    TestService service(closedDoors());
    ApiClient client(service.port());
    const auto first = enrolled(client);
    const auto reply = client.post("/auth/login", login());
    QVERIFY2(reply.status == 200, reply.raw.body.constData());
    const auto second = tokenIn(reply);
    QVERIFY(first != second);

    const auto out = client.exchange("POST", "/auth/logout", {}, bearer(second));
    QCOMPARE(out.status, 204);
    QVERIFY(out.header("Set-Cookie").startsWith("token=; "));
    QCOMPARE(statusOfMe(client, second), 401);
    QCOMPARE(statusOfMe(client, first), 200);
}

void TestAccounts::strangersAndWrongPasswordsLookAlike()
{
    TestService service(closedDoors());
    ApiClient client(service.port());
    enrolled(client);
    auto wrong = client.post("/auth/login", login(otherPassword));
    auto stranger = client.post("/auth/login", login(otherPassword, u"nobody@example.com"_s));
    QCOMPARE(wrong.status, 401);
    QCOMPARE(wrong.code(), u"INVALID_CREDENTIALS"_s);
    QCOMPARE(stranger.status, wrong.status);
    QCOMPARE(stranger.error(), wrong.error());
    QVERIFY(wrong.header("Set-Cookie").isEmpty());
}

void TestAccounts::strangersWaitAsLongAsWrongPasswords()
{
    auto options = closedDoors();
    options.credentials.passwordCost = {};
    TestService service(options);
    ApiClient client(service.port());
    std::vector<std::chrono::nanoseconds> wrong;
    std::vector<std::chrono::nanoseconds> strange;
    std::vector<std::chrono::nanoseconds> unhashed;
    for (int i = 0; i < 9; ++i) { // in turns, so that what slows the machine slows all of them
        const auto email = u"ann%1@example.com"_s.arg(i);
        QCOMPARE(client.post("/auth/register", login(somePassword, email)).status, 201);
        wrong.push_back(timeOfLogin(client, login(otherPassword, email), 401));
        strange.push_back(timeOfLogin(client, login(otherPassword, u"no"_s + email), 401));
        unhashed.push_back(timeOfLogin(client, login({}, email), 422));
    }
    // A refusal that hashes nothing is over at once: the clock can tell, and tells no difference below.
    QVERIFY(medianOf(unhashed) * 4 < medianOf(wrong));
    QVERIFY(medianOf(strange) * 2 > medianOf(wrong));
    QVERIFY(medianOf(wrong) * 2 > medianOf(strange));
}

void TestAccounts::guessingIsSlowed()
{
    TestService service(closedDoors());
    ApiClient client(service.port());
    enrolled(client);
    ApiReply reply;
    for (int attempt = 0; attempt <= LoginThrottle::freeAttempts && reply.status != 429; ++attempt)
        reply = client.post("/auth/login", login(otherPassword));
    QCOMPARE(reply.status, 429);
    QCOMPARE(reply.code(), u"RATE_LIMITED"_s);
    QVERIFY(reply.header("Retry-After").toInt() >= 1);
    // The right password does not go round the wait, and others need not wait.
    QCOMPARE(client.post("/auth/login", login()).status, 429);
    QCOMPARE(client.post("/auth/login", login(otherPassword, u"ben@example.com"_s)).status, 401);
}

void TestAccounts::addressesAreSlowed()
{
    auto options = closedDoors();
    options.credentials.loginsOfAddress = {.requests = 2, .window = 100s};
    options.credentials.registrationsOfAddress = {.requests = 1, .window = 100s};
    TestService service(options);
    ApiClient client(service.port());
    enrolled(client);
    const auto refused = client.post("/auth/register", login(somePassword, u"ben@example.com"_s));
    QCOMPARE(refused.status, 429);
    QVERIFY(refused.header("Retry-After").toInt() > 10);
    QCOMPARE(client.post("/auth/login", login()).status, 200);
    QCOMPARE(client.post("/auth/login", login()).status, 200);
    QCOMPARE(client.post("/auth/login", login(somePassword, u"ben@example.com"_s)).status, 429);
}

void TestAccounts::aPasswordIsHashedAnewAtLogin()
{
    TestService service(closedDoors());
    ApiClient client(service.port());
    const auto token = enrolled(client);
    const auto password = Password::from(somePassword).value();
    const auto costlier = PasswordHasher({.memoryKib = 128, .passes = 2}).hash(password).value();
    service.database().exec(u"UPDATE users SET password_hash = '%1'"_s.arg(QString::fromLatin1(costlier)));
    QCOMPARE(client.post("/auth/login", login()).status, 200);
    const auto isNew = [&] {
        return service.database()
            .column(u"SELECT password_hash FROM users"_s)
            .first()
            .contains("m=64,t=1"_L1);
    };
    QVERIFY(QTest::qWaitFor(isNew, heardWithinMs));
    QCOMPARE(client.post("/auth/login", login()).status, 200);
    QCOMPARE(statusOfMe(client, token), 200);
}

void TestAccounts::aChangedPasswordEndsEveryToken()
{
    TestService service(closedDoors());
    ApiClient client(service.port());
    const auto first = enrolled(client);
    const auto second = tokenIn(client.post("/auth/login", login()));
    const QJsonObject change{{u"current_password"_s, somePassword}, {u"new_password"_s, otherPassword}};
    const auto reply = client.post("/me/password", change, bearer(second));
    QVERIFY2(reply.status == 200, reply.raw.body.constData());
    QCOMPARE(statusOfMe(client, first), 401);
    QCOMPARE(statusOfMe(client, second), 401);
    QCOMPARE(statusOfMe(client, tokenIn(reply)), 200);
    QCOMPARE(client.post("/auth/login", login()).status, 401);
    QCOMPARE(client.post("/auth/login", login(otherPassword)).status, 200);
}

void TestAccounts::theCurrentPasswordIsAsked()
{
    TestService service(closedDoors());
    ApiClient client(service.port());
    const auto token = enrolled(client);
    const QJsonObject change{{u"current_password"_s, otherPassword}, {u"new_password"_s, otherPassword}};
    const auto reply = client.post("/me/password", change, bearer(token));
    QCOMPARE(reply.status, 401);
    QCOMPARE(reply.code(), u"INVALID_CREDENTIALS"_s);
    QCOMPARE(statusOfMe(client, token), 200);
}

void TestAccounts::endingsAreHeardByOtherServers()
{
    const auto options = closedDoors();
    TestService one(options);
    auto besides = options;
    besides.beside = &one;
    TestService other(besides);
    ApiClient here(one.port());
    ApiClient there(other.port());
    const auto first = enrolled(here);
    const auto second = tokenIn(there.post("/auth/login", login()));
    QCOMPARE(statusOfMe(there, first), 200);

    QCOMPARE(here.exchange("POST", "/auth/logout", {}, bearer(first)).status, 204);
    QVERIFY(QTest::qWaitFor([&] { return statusOfMe(there, first) == 401; }, heardWithinMs));
    QCOMPARE(statusOfMe(there, second), 200);

    const QJsonObject change{{u"current_password"_s, somePassword}, {u"new_password"_s, otherPassword}};
    QCOMPARE(here.post("/me/password", change, bearer(second)).status, 200);
    QVERIFY(QTest::qWaitFor([&] { return statusOfMe(there, second) == 401; }, heardWithinMs));
}

void TestAccounts::forgedTokensAreRefused_data()
{
    QTest::addColumn<QByteArray>("header");
    QTest::addColumn<QByteArray>("mark");
    QTest::newRow("no algorithm") << QByteArray(R"({"alg":"none","typ":"JWT"})") << QByteArray();
    QTest::newRow("another algorithm") << QByteArray(R"({"alg":"RS256","typ":"JWT"})") << QByteArray("x");
    QTest::newRow("another key") << QByteArray(R"({"alg":"HS256","typ":"JWT","kid":"other"})")
                                 << QByteArray("x");
    QTest::newRow("10 KB") << QByteArray(10'240, 'x') << QByteArray("x");
    QTest::newRow("its own header, another signature") << QByteArray() << QByteArray("x");
}

void TestAccounts::forgedTokensAreRefused()
{
    QFETCH(const QByteArray, header);
    QFETCH(const QByteArray, mark);
    TestService service(closedDoors());
    ApiClient client(service.port());
    auto parts = enrolled(client).split('.');
    if (!header.isEmpty())
        parts[0] = toBase64Url(header);
    parts[2] = mark.isEmpty() ? mark : toBase64Url(QByteArray(32, 'x'));
    const auto forged = parts.join('.');
    for (const auto &headers : {bearer(forged), ApiHeaders{{"Cookie", cookieOf(forged)}}}) {
        const auto reply = client.get("/me", headers);
        QCOMPARE(reply.status, 401);
        QCOMPARE(reply.code(), u"TOKEN_INVALID"_s);
        QCOMPARE(client.get("/products", headers).status, 401);
    }
}

void TestAccounts::apiKeysAreMadeAndRevoked()
{
    SampleShop shop(closedDoors());
    const People people(shop);
    const auto made = shop.client().post("/admin/api-keys", {{u"name"_s, u"storefront"_s}});
    QVERIFY2(made.status == 201, made.raw.body.constData());
    const auto key = made.data().value("key"_L1).toString().toLatin1();
    const auto shown = made.data().value("api_key"_L1).toObject();

    // It works at once, for any customer.
    ApiClient backend(shop.service().port());
    backend.setHeaders(bearer(key));
    QCOMPARE(backend.get("/me").data().value("role"_L1).toString(), u"service"_s);
    const QJsonObject wanted{{u"product_id"_s, shop.makeProduct()}};
    QCOMPARE(backend.post("/reservations", wanted, actingFor("user123")).status, 201);

    const auto list = shop.client().get("/admin/api-keys");
    QCOMPARE(list.items().size(), 2);
    QCOMPARE(list.items().first().toObject().value("id"_L1), shown.value("id"_L1));
    QVERIFY(!list.raw.body.contains(key));

    const QByteArray target = "/admin/api-keys/" + shown.value("id"_L1).toString().toLatin1();
    QCOMPARE(shop.client().remove(target).status, 204);
    QCOMPARE(backend.get("/me").status, 401);
    QCOMPARE(shop.client().remove(target).status, 204);
    QCOMPARE(shop.client().remove("/admin/api-keys/" + UserId::make().text().toLatin1()).status, 404);
}

void TestAccounts::cookiesSignIn()
{
    TestService service(closedDoors());
    ApiClient client(service.port());
    enrolled(client);
    const auto reply = client.post("/auth/login", login());
    const auto token = tokenIn(reply);
    const QByteArray expected = "token=" + token + "; HttpOnly; SameSite=Strict; Path=/; Max-Age=28800";
    QCOMPARE(reply.header("Set-Cookie"), expected);
    QCOMPARE(client.get("/me", {{"Cookie", cookieOf(token)}}).status, 200);
    const auto out = client.exchange("POST", "/auth/logout", {},
                                     {{"Cookie", cookieOf(token)}, {"Origin", "http://localhost"}});
    QCOMPARE(out.status, 204);
    QCOMPARE(client.get("/me", {{"Cookie", cookieOf(token)}}).status, 401);
}

void TestAccounts::cookieWritesNameTheirOrigin_data()
{
    QTest::addColumn<QByteArray>("origin");
    QTest::addColumn<int>("status");
    QTest::newRow("none") << QByteArray() << 403;
    QTest::newRow("own") << QByteArray("http://localhost") << 201;
    QTest::newRow("own, behind TLS") << QByteArray("https://localhost") << 201;
    QTest::newRow("another port") << QByteArray("http://localhost:81") << 403;
    QTest::newRow("another site") << QByteArray("https://evil.example") << 403;
    QTest::newRow("an allowed site") << QByteArray("https://shop.example") << 201;
    QTest::newRow("begins alike") << QByteArray("http://localhost.evil.example") << 403;
    QTest::newRow("null") << QByteArray("null") << 403;
}

void TestAccounts::cookieWritesNameTheirOrigin()
{
    QFETCH(const QByteArray, origin);
    QFETCH(const int, status);
    auto options = closedDoors();
    options.edge.allowedOrigins = {"https://shop.example"};
    SampleShop shop(options);
    const People people(shop);
    const QJsonObject wanted{{u"product_id"_s, shop.makeProduct()}};
    ApiClient browser(shop.service().port());
    ApiHeaders headers{{"Cookie", cookieOf(people.tokenOf(people.ann))}};
    if (!origin.isNull())
        headers.push_back({"Origin", origin});
    const auto reply = browser.post("/reservations", wanted, headers);
    QVERIFY2(reply.status == status, reply.raw.body.constData());
    QCOMPARE(reply.code(), status == 403 ? u"FORBIDDEN"_s : QString());
    QCOMPARE(browser.get("/reservations/me", headers).status, 200);
}

void TestAccounts::aUselessCookieKeepsNobodyOut()
{
    TestService service(closedDoors());
    ApiClient client(service.port());
    const auto token = enrolled(client);
    QCOMPARE(client.exchange("POST", "/auth/logout", {}, bearer(token)).status, 204);
    client.setHeaders({{"Cookie", cookieOf(token)}});
    const auto refused = client.get("/products");
    QCOMPARE(refused.status, 401);
    QVERIFY(refused.header("Set-Cookie").startsWith("token=; "));
    QCOMPARE(client.post("/auth/login", login()).status, 200);
}

void TestAccounts::customersActAsThemselves()
{
    SampleShop shop(closedDoors());
    const People people(shop);
    const QJsonObject wanted{{u"product_id"_s, shop.makeProduct()}};
    ApiClient ann(shop.service().port());
    ann.setHeaders(bearer(people.tokenOf(people.ann)));
    const auto made = ann.post("/reservations", wanted);
    QVERIFY2(made.status == 201, made.raw.body.constData());
    const auto reservation = made.data().value("reservation"_L1).toObject();
    QCOMPARE(reservation.value("user_id"_L1).toString(), people.ann.id.text());

    const auto bensId = people.ben.id.text().toLatin1();
    QCOMPARE(ann.get("/reservations/me", actingFor(bensId)).status, 403);
    QCOMPARE(ann.get("/reservations/me?user_id=" + bensId).status, 403);
    ApiClient ben(shop.service().port());
    ben.setHeaders(bearer(people.tokenOf(people.ben)));
    const QByteArray path = "/reservations/" + reservation.value("id"_L1).toString().toLatin1();
    QCOMPARE(ben.get(path).code(), u"RESERVATION_NOT_FOUND"_s);
    QCOMPARE(ben.remove(path).code(), u"RESERVATION_NOT_FOUND"_s);
    QCOMPARE(ann.get(path).status, 200);
    const QByteArray ofAnn = "/reservations/me?user_id=" + people.ann.id.text().toLatin1();
    QCOMPARE(ben.get(ofAnn).code(), u"FORBIDDEN"_s);
    ApiClient backend(shop.service().port());
    backend.setHeaders(bearer(people.apiKey));
    QCOMPARE(backend.get(ofAnn).items().size(), 1);
}

void TestAccounts::actsAndRefusalsAreLogged()
{
    SampleShop shop(closedDoors());
    const People people(shop);
    ApiClient ann(shop.service().port());
    ann.setHeaders(bearer(people.tokenOf(people.ann)));
    QCOMPARE(ann.get("/admin/api-keys", {{"X-Request-Id", "seen-by-ann"}}).status, 403);
    QCOMPARE(shop.client().post("/admin/api-keys", {{u"name"_s, u"k"_s}}, {{"X-Request-Id", "made"}}).status,
             201);
    shop.service().credentials().audit.flush();
    const auto lines = shop.database().column(
        u"SELECT concat_ws(' ', actor_role, actor_id, action, split_part(subject, ':', 1)) FROM audit_log "
        "WHERE request_id IN ('seen-by-ann', 'made') ORDER BY request_id"_s);
    QCOMPARE(lines,
             (QStringList{u"admin "_s + people.admin.id.text() + u" api_key.create api_key"_s,
                          u"customer "_s + people.ann.id.text() + u" access.refused api_keys.list"_s}));
}

QTEST_GUILESS_MAIN(TestAccounts)
#include "test_accounts.moc"
