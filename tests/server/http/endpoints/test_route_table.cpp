// SPDX-License-Identifier: GPL-3.0-only
#include "http/endpoints/route_table.h"

#include <QSet>
#include <QTest>

using namespace holdfast::http;

/// Holds the table to a list written from the API contract.
class TestRouteTable final : public QObject
{
    Q_OBJECT

private slots:
    void isWhatTheContractSays();
    void namesAreTheirOwn();
    void writesNeedSomebody();
};

namespace {

QByteArrayView accessName(Access access)
{
    switch (access) {
    case Access::Anyone:
        return "anyone";
    case Access::Newcomer:
        return "newcomer";
    case Access::User:
        return "user";
    case Access::Shopper:
        return "shopper";
    case Access::Owner:
        return "owner";
    case Access::Service:
        return "service";
    case Access::Admin:
        return "admin";
    }
    Q_UNREACHABLE();
}

QByteArray lineOf(const TableRow &row)
{
    return methodName(row.method).toByteArray() + ' ' + (row.base == Base::Root ? "root:" : "") + row.pattern
        + ' ' + accessName(row.access).toByteArray();
}

// Access of the contract's "Who": a customer for itself is a shopper; of things that have an owner, the
// owner.
const QSet<QByteArray> expected{
    "POST /auth/register newcomer",
    "POST /auth/login newcomer",
    "POST /auth/logout user",
    "GET /me user",
    "POST /me/password user",
    "POST /admin/api-keys admin",
    "GET /admin/api-keys admin",
    "DELETE /admin/api-keys/{id} admin",
    "GET /products anyone",
    "POST /products service",
    "GET /products/{id} anyone",
    "PUT /products/{id} admin",
    "PATCH /products/{id} admin",
    "DELETE /products/{id} admin",
    "POST /products/{id}/restock admin",
    "GET /products/{id}/status anyone",
    "POST /reservations shopper",
    "POST /reserve shopper",
    "POST /reserve/bulk shopper",
    "POST /drops/{id}/reserve shopper",
    "POST /reservations/{productId} shopper",
    "GET /reservations/me shopper",
    "GET /users/{id}/reservations owner",
    "GET /reservations/{id} owner",
    "POST /reservations/{id}/extend owner",
    "DELETE /reservations/{id} owner",
    "DELETE /reservations/{id}/cancel owner",
    "DELETE /reserve/{userId}/{productId} owner",
    "POST /checkout owner",
    "POST /reservations/confirm/{id} owner",
    "POST /checkout/{id} owner",
    "POST /drops/{id}/purchase owner",
    "GET /sales anyone",
    "POST /sales admin",
    "GET /sales/{id} anyone",
    "PATCH /sales/{id} admin",
    "POST /sales/{id}/start admin",
    "POST /sales/{id}/pause admin",
    "POST /sales/{id}/resume admin",
    "POST /sales/{id}/extend admin",
    "POST /sales/{id}/end admin",
    "POST /sales/{id}/cancel admin",
    "GET /flashsales/active anyone",
    "POST /flashsales/purchase shopper",
    "GET /drops anyone",
    "POST /drops admin",
    "GET /drops/{id} anyone",
    "GET /cart shopper",
    "POST /cart/items shopper",
    "DELETE /cart/items/{id} shopper",
    "POST /orders shopper",
    "GET /orders owner",
    "GET /orders/{id} owner",
    "GET /leaderboard anyone",
    "GET /live anyone",
    "GET /health anyone",
    "GET root:/livez anyone",
    "GET root:/readyz anyone",
    "GET root:/metrics service",
    "GET root:/openapi.json newcomer",
    "GET root:/docs newcomer",
    "GET root:/docs/{file} newcomer",
    "POST /demo/echo anyone",
    "POST /internal/expire-now service",
    "POST /internal/users service",
};

} // namespace

void TestRouteTable::isWhatTheContractSays()
{
    QSet<QByteArray> found;
    for (const auto &row : routeTable()) {
        QVERIFY2(!found.contains(lineOf(row)), row.pattern);
        found.insert(lineOf(row));
    }
    const auto missing = expected - found;
    const auto beyond = found - expected;
    QVERIFY2(missing.isEmpty(), missing.values().join(", ").constData());
    QVERIFY2(beyond.isEmpty(), beyond.values().join(", ").constData());
}

void TestRouteTable::namesAreTheirOwn()
{
    QSet<QByteArray> names;
    for (const auto &row : routeTable())
        names.insert(row.name);
    QCOMPARE(static_cast<size_t>(names.size()), routeTable().size());
}

void TestRouteTable::writesNeedSomebody()
{
    for (const auto &row : routeTable()) {
        const bool isExample = QByteArrayView(row.pattern) == "/demo/echo";
        const bool isWrite = row.method != Method::Get && !isExample;
        QVERIFY2(!isWrite || row.access != Access::Anyone, row.pattern);
    }
}

QTEST_GUILESS_MAIN(TestRouteTable)
#include "test_route_table.moc"
