// SPDX-License-Identifier: GPL-3.0-only
#include "http/endpoints/document_files.h"
#include "tests/server/http/endpoints/openapi_check.h"
#include "tests/support/answer_contract.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace holdfast;
using namespace holdfast::http;
using namespace holdfast::test;
using namespace Qt::StringLiterals;

/// Holds resources/openapi.json to the table of routes and the list of error codes, in both directions.
class TestOpenApi final : public QObject
{
    Q_OBJECT

private slots:
    void describesThisVersion();
    void agreesWithTheRoutes();
    void agreesWithTheErrorCodes();
    void noticesWhatTheRoutesDoNotHave();
    void noticesWhatTheDocumentDoesNotHave();
    void noticesDifferences_data();
    void noticesDifferences();
    void noticesErrorCodes_data();
    void noticesErrorCodes();
    void judgesAnswers_data();
    void judgesAnswers();
};

namespace {

QByteArray text()
{
    return DocumentFiles::builtIn().description().body;
}

QJsonObject parsed(const QByteArray &json)
{
    QJsonParseError error;
    const auto document = QJsonDocument::fromJson(json, &error);
    if (error.error != QJsonParseError::NoError)
        qFatal("%s at byte %d", qPrintable(error.errorString()), error.offset);
    return document.object();
}

/// The document with one value replaced; the path must lead to something.
QJsonValue replaced(const QJsonValue &in, QStringList path, const QJsonValue &by)
{
    if (path.isEmpty())
        return by;
    auto object = in.toObject();
    const auto name = path.takeFirst();
    if (!object.contains(name))
        qFatal("The document has no %s", qPrintable(name));
    object[name] = replaced(object[name], path, by);
    return object;
}

QJsonObject replaced(const QStringList &path, const QJsonValue &by)
{
    return replaced(QJsonValue(parsed(text())), path, by).toObject();
}

QJsonObject without(const QString &path, const QString &method)
{
    auto item = parsed(text())["paths"_L1][path].toObject();
    item.remove(method);
    return replaced({u"paths"_s, path}, item);
}

} // namespace

void TestOpenApi::describesThisVersion()
{
    const auto document = parsed(text());
    QCOMPARE(document.value("openapi"_L1).toString(), u"3.1.0"_s);
    QCOMPARE(document["info"_L1]["version"_L1].toString(), QLatin1StringView(HOLDFAST_VERSION));
}

void TestOpenApi::agreesWithTheRoutes()
{
    QCOMPARE(routeFaults(parsed(text()), routeTable()), QStringList());
}

void TestOpenApi::agreesWithTheErrorCodes()
{
    QCOMPARE(errorFaults(parsed(text())), QStringList());
}

void TestOpenApi::noticesWhatTheRoutesDoNotHave()
{
    QCOMPARE(routeFaults(parsed(text()), routeTable().subspan(1)),
             QStringList(u"beyond: POST /auth/register"_s));
}

void TestOpenApi::noticesWhatTheDocumentDoesNotHave()
{
    QCOMPARE(routeFaults(without(u"/reservations/{id}"_s, u"post"_s), routeTable()),
             QStringList(u"missing: POST /reservations/{}"_s));
}

void TestOpenApi::noticesDifferences_data()
{
    QTest::addColumn<QStringList>("path");
    QTest::addColumn<QJsonValue>("value");
    QTest::addColumn<QString>("fault");
    const QStringList restock{u"paths"_s, u"/products/{id}/restock"_s, u"post"_s};
    QTest::newRow("name") << (restock + QStringList(u"operationId"_s)) << QJsonValue(u"restock"_s)
                          << u"products.restock: operationId"_s;
    QTest::newRow("access") << (restock + QStringList(u"x-access"_s)) << QJsonValue(u"anyone"_s)
                            << u"products.restock: x-access"_s;
    QTest::newRow("open to all") << (restock + QStringList(u"security"_s)) << QJsonValue(QJsonArray())
                                 << u"products.restock: security"_s;
    QTest::newRow("parameters") << (restock + QStringList(u"parameters"_s)) << QJsonValue(QJsonArray())
                                << u"products.restock: path parameters"_s;
    QTest::newRow("base") << QStringList{u"paths"_s, u"/livez"_s, u"servers"_s} << QJsonValue(QJsonArray())
                          << u"health.live: servers"_s;
}

void TestOpenApi::noticesDifferences()
{
    QFETCH(const QStringList, path);
    QFETCH(const QJsonValue, value);
    QFETCH(const QString, fault);
    QCOMPARE(routeFaults(replaced(path, value), routeTable()), QStringList(fault));
}

void TestOpenApi::noticesErrorCodes_data()
{
    QTest::addColumn<QByteArray>("planted");
    QTest::addColumn<QString>("fault");
    const auto with = [](const char *what, const char *by) {
        if (!text().contains(what))
            qFatal("The document has no %s", what);
        return text().replace(what, by);
    };
    const QStringList codes{u"components"_s, u"schemas"_s, u"ErrorCode"_s, u"enum"_s};
    QTest::newRow("a code beyond") << QJsonDocument(replaced(codes, QJsonArray{u"CART_FULL"_s})).toJson()
                                   << u"beyond: CART_FULL"_s;
    QTest::newRow("codes missing") << QJsonDocument(replaced(codes, QJsonArray())).toJson()
                                   << u"missing: OUT_OF_STOCK"_s;
    QTest::newRow("a line beyond") << with("| `CART_EMPTY`",
                                           "| `CART_FULL` | 400 | Full | |\\n| `CART_EMPTY`")
                                   << u"beyond: CART_FULL"_s;
    QTest::newRow("another status") << with("| `CART_EMPTY` | 400", "| `CART_EMPTY` | 409")
                                    << u"status: CART_EMPTY"_s;
    QTest::newRow("a code at another status")
        << with("\"enum\": [\"EMAIL_TAKEN\"]", "\"enum\": [\"FORBIDDEN\"]")
        << u"/auth/register 409: FORBIDDEN"_s;
}

void TestOpenApi::noticesErrorCodes()
{
    QFETCH(const QByteArray, planted);
    QFETCH(const QString, fault);
    const auto faults = errorFaults(parsed(planted));
    QVERIFY2(faults.contains(fault), qPrintable(faults.join(u'\n')));
}

void TestOpenApi::judgesAnswers_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("code");
    QTest::addColumn<bool>("isAllowed");
    const auto row = [](const char *name, const char *method, const char *target, int status,
                        const char *code, bool isAllowed) {
        QTest::newRow(name) << QByteArray(method) << QByteArray(target) << status << QString::fromLatin1(code)
                            << isAllowed;
    };
    row("success", "GET", "/api/v1/products/7", 200, "", true);
    row("query, no base", "GET", "/products?limit=2", 200, "", true);
    row("its refusal", "GET", "/api/products/7", 404, "PRODUCT_NOT_FOUND", true);
    row("another's refusal", "GET", "/products/7", 404, "DROP_NOT_FOUND", false);
    row("another status", "GET", "/products/7", 204, "", false);
    row("a status without a code", "GET", "/products/7", 418, "", false);
    row("the literal path", "GET", "/reservations/me", 404, "RESERVATION_NOT_FOUND", false);
    row("the other path", "GET", "/reservations/you", 404, "RESERVATION_NOT_FOUND", true);
    row("no path", "GET", "/nowhere", 404, "NOT_FOUND", true);
    row("at the root", "GET", "/readyz", 404, "NOT_FOUND", false);
    row("at the root only", "GET", "/api/v1/readyz", 404, "NOT_FOUND", true);
    row("no method", "DELETE", "/products", 405, "METHOD_NOT_ALLOWED", true);
}

void TestOpenApi::judgesAnswers()
{
    QFETCH(const QByteArray, method);
    QFETCH(const QByteArray, target);
    QFETCH(const int, status);
    QFETCH(const QString, code);
    QFETCH(const bool, isAllowed);
    const auto fault = AnswerContract::ours().faultOf(method, target, status, code);
    QVERIFY2(fault.isEmpty() == isAllowed, qPrintable(fault));
}

QTEST_GUILESS_MAIN(TestOpenApi)
#include "test_openapi.moc"
