// SPDX-License-Identifier: GPL-3.0-only
#include "http/reply.h"
#include "http/router.h"

#include <QTest>

using namespace holdfast::http;

class TestRouter : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void finds_data();
    void finds();
    void misses_data();
    void misses();
    void parametersStandWhereThePatternSays();
    void tableCanBeListed();

private:
    Router m_router;
};

void TestRouter::initTestCase()
{
    const Handler nothing = [](const Request &, const Reply &) {};
    const auto add = [&](Method method, const char *pattern, const char *name, Base base = Base::Api) {
        m_router.add({method, pattern, Access::Anyone, name, nothing, base});
    };
    add(Method::Get, "/products", "products.list");
    add(Method::Get, "/products/{id}", "products.read");
    add(Method::Get, "/products/{id}/status", "products.status");
    add(Method::Get, "/reservations/me", "reservations.mine");
    add(Method::Get, "/reservations/{id}", "reservations.read");
    add(Method::Post, "/reservations/{productId}", "reservations.create");
    add(Method::Post, "/reservations/confirm/{id}", "checkout.confirm");
    add(Method::Delete, "/reserve/{userId}/{productId}", "reservations.cancel");
    add(Method::Get, "/livez", "livez", Base::Root);
}

void TestRouter::finds_data()
{
    QTest::addColumn<int>("method");
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QByteArray>("name");
    const auto row = [](const char *title, Method method, const char *path, const char *name) {
        QTest::newRow(title) << static_cast<int>(method) << QByteArray(path) << QByteArray(name);
    };
    row("versioned base", Method::Get, "/api/v1/products", "products.list");
    row("plain base", Method::Get, "/api/products", "products.list");
    row("no base", Method::Get, "/products", "products.list");
    row("parameter", Method::Get, "/products/7", "products.read");
    row("segment behind a parameter", Method::Get, "/api/v1/products/7/status", "products.status");
    row("literal before parameter", Method::Get, "/reservations/me", "reservations.mine");
    row("parameter beside a literal", Method::Get, "/reservations/mine", "reservations.read");
    row("literal of another method gives way", Method::Post, "/reservations/me", "reservations.create");
    row("another parameter's name at the same place", Method::Post, "/reservations/9", "reservations.create");
    row("longer path through the literal", Method::Post, "/reservations/confirm/9", "checkout.confirm");
    row("short path at the literal", Method::Post, "/reservations/confirm", "reservations.create");
    row("two parameters", Method::Delete, "/reserve/u/9", "reservations.cancel");
    row("HEAD is GET", Method::Head, "/products/7", "products.read");
    row("root route", Method::Get, "/livez", "livez");
}

void TestRouter::finds()
{
    QFETCH(int, method);
    QFETCH(QByteArray, path);
    QFETCH(QByteArray, name);
    const auto match = m_router.find(static_cast<Method>(method), PathSegments(path));
    QVERIFY(match);
    QCOMPARE(QByteArray(match->route->route.name), name);
}

void TestRouter::misses_data()
{
    QTest::addColumn<int>("method");
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QByteArray>("allowed");
    const auto row = [](const char *title, Method method, const char *path, const char *allowed) {
        QTest::newRow(title) << static_cast<int>(method) << QByteArray(path) << QByteArray(allowed);
    };
    row("unknown path", Method::Get, "/product", "OPTIONS");
    row("longer than any pattern", Method::Get, "/products/7/status/x", "OPTIONS");
    row("shorter than any pattern", Method::Get, "/", "OPTIONS");
    row("trailing slash", Method::Get, "/products/", "OPTIONS");
    row("another case", Method::Get, "/Products", "OPTIONS");
    row("root route under the base", Method::Get, "/api/v1/livez", "OPTIONS");
    row("base twice", Method::Get, "/api/api/products", "OPTIONS");
    row("far too many segments", Method::Get, "/a/b/c/d/e/f/g/h/i/j/k/l/m/n/o/p/q/r", "OPTIONS");
    row("wrong method", Method::Put, "/products/7", "GET, HEAD, OPTIONS");
    row("wrong method for two routes", Method::Put, "/reservations/me", "GET, HEAD, POST, OPTIONS");
    row("OPTIONS itself", Method::Options, "/reserve/u/9", "DELETE, OPTIONS");
}

void TestRouter::misses()
{
    QFETCH(int, method);
    QFETCH(QByteArray, path);
    QFETCH(QByteArray, allowed);
    const auto match = m_router.find(static_cast<Method>(method), PathSegments(path));
    QVERIFY(!match);
    QCOMPARE(allowText(match.error()), allowed);
}

void TestRouter::parametersStandWhereThePatternSays()
{
    const PathSegments path("/api/v1/reserve/user%20one/42");
    const auto match = m_router.find(Method::Delete, path);
    QVERIFY(match);
    const auto &parameters = match->route->parameters;
    QCOMPARE(parameters.size(), size_t(2));
    QCOMPARE(parameters[0].name, QByteArrayView("userId"));
    QCOMPARE(path.at(match->baseLength + parameters[0].index), QByteArrayView("user one"));
    QCOMPARE(parameters[1].name, QByteArrayView("productId"));
    QCOMPARE(path.at(match->baseLength + parameters[1].index), QByteArrayView("42"));
}

void TestRouter::tableCanBeListed()
{
    QCOMPARE(m_router.routes().size(), size_t(9));
    QCOMPARE(QByteArray(m_router.routes().front().route.pattern), QByteArray("/products"));
}

QTEST_GUILESS_MAIN(TestRouter)
#include "test_router.moc"
