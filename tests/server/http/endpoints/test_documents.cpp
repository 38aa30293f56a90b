// SPDX-License-Identifier: GPL-3.0-only
#include "http/endpoints/document_files.h"
#include "http/endpoints/prose_html.h"
#include "http/endpoints/route_page.h"
#include "tests/server/http/endpoints/sample_shop.h"

#include <QRegularExpression>
#include <QTest>

using namespace holdfast;
using namespace holdfast::http;
using namespace holdfast::test;
using namespace Qt::StringLiterals;

/// /openapi.json and /docs as browsers get them.
class TestDocuments final : public QObject
{
    Q_OBJECT

private slots:
    void describesItself();
    void isSentOnce();
    void standsAtTheRootOnly();
    void showsItselfWhateverCookieComes();
    void pagesAskNobodyElse_data();
    void pagesAskNobodyElse();
    void noticesWhatAsksSomebodyElse();
    void partsAreAllThere();
    void withoutSwaggerUiThePageIsPlain();
    void plainPageListsEveryRoute();
    void proseBecomesMarkupAndTextDoesNot();
};

namespace {

/// What a page would take from elsewhere, or from within itself, where the policy forbids it; whatever it
/// names must be there.
QStringList strangers(ApiClient &client, const QString &page)
{
    static const QRegularExpression links(u"(?:src|href)\\s*=\\s*[\"']([^\"']*)[\"']"_s);
    static const QRegularExpression inlined(
        u"<style|\\sstyle\\s*=|\\son\\w+\\s*=|<script(?![^>]*\\ssrc=)|<(?:iframe|object|embed|base|form)\\b"_s,
        QRegularExpression::CaseInsensitiveOption);
    QStringList found;
    for (const auto &match : links.globalMatch(page)) {
        const auto target = match.captured(1);
        const bool isWithin = target.startsWith(u'#') || target == u"data:,"_s;
        if (!isWithin && (target.startsWith(u"//"_s) || client.get(target.toUtf8()).status != 200))
            found.append(target);
    }
    for (const auto &match : inlined.globalMatch(page))
        found.append(match.captured());
    return found;
}

} // namespace

void TestDocuments::describesItself()
{
    SampleShop shop;
    const auto reply = shop.client().get("/openapi.json");
    QCOMPARE(reply.status, 200);
    QCOMPARE(reply.header("Content-Type"), "application/json");
    QCOMPARE(reply.body.value("openapi"_L1).toString(), u"3.1.0"_s);
    QCOMPARE(reply.header("Cache-Control"), "no-cache");
}

void TestDocuments::isSentOnce()
{
    SampleShop shop;
    const auto tag = shop.client().get("/openapi.json").header("ETag");
    QVERIFY2(tag.size() > 2, tag.constData());
    for (const auto &offered : QByteArrayList{tag, "W/" + tag, "\"other\", " + tag, "*"}) {
        const auto again = shop.client().get("/openapi.json", {{"If-None-Match", offered}});
        QCOMPARE(again.status, 304);
        QCOMPARE(again.raw.body, QByteArray());
        QCOMPARE(again.header("ETag"), tag);
    }
    QCOMPARE(shop.client().get("/openapi.json", {{"If-None-Match", "\"other\""}}).status, 200);
}

void TestDocuments::standsAtTheRootOnly()
{
    SampleShop shop;
    QCOMPARE(shop.client().get("/api/v1/openapi.json").status, 404);
    QCOMPARE(shop.client().get("/api/v1/docs").status, 404);
    QCOMPARE(shop.client().get("/docs/nothing").status, 404);
    QCOMPARE(shop.client().get("/docs/openapi.json").status, 404);
}

void TestDocuments::showsItselfWhateverCookieComes()
{
    SampleShop shop;
    QCOMPARE(shop.client().get("/docs", {{"Cookie", "token=expired"}}).status, 200);
}

void TestDocuments::pagesAskNobodyElse_data()
{
    QTest::addColumn<QByteArray>("target");
    QTest::newRow("reference") << QByteArray("/docs");
    QTest::newRow("plain") << QByteArray("/docs/plain");
}

void TestDocuments::pagesAskNobodyElse()
{
    QFETCH(const QByteArray, target);
    SampleShop shop;
    const auto reply = shop.client().get(target);
    QCOMPARE(reply.status, 200);
    QCOMPARE(reply.header("Content-Type"), "text/html; charset=utf-8");
    const auto policy = reply.header("Content-Security-Policy");
    QVERIFY2(policy.startsWith("default-src 'none';"), policy.constData());
    QVERIFY2(!policy.contains("unsafe") && !policy.contains("http") && !policy.contains("*"),
             policy.constData());
    QCOMPARE(strangers(shop.client(), QString::fromUtf8(reply.raw.body)), QStringList());
}

void TestDocuments::noticesWhatAsksSomebodyElse()
{
    SampleShop shop;
    const auto page =
        u"<script src=\"https://cdn.example/a.js\"></script><script>x()</script><p style=\"color:red\">"
        "<img src='//cdn.example/b.png' onload='x()'><link href=\"/docs/missing.css\">"_s;
    QCOMPARE(strangers(shop.client(), page).size(), 6);
}

void TestDocuments::partsAreAllThere()
{
    SampleShop shop;
    QCOMPARE(shop.client().get("/docs/plain.css").header("Content-Type"), "text/css; charset=utf-8");
    if (!DocumentFiles::builtIn().hasSwaggerUi())
        QSKIP("This build is without Swagger UI: npm was not there, or had no network");
    const auto script = shop.client().get("/docs/swagger-ui-bundle.js");
    QCOMPARE(script.header("Content-Type"), "text/javascript; charset=utf-8");
    QVERIFY(script.raw.body.size() > 500'000);
    QVERIFY(shop.client().get("/docs/LICENSE").raw.body.contains("Apache License"));
    QVERIFY(shop.client().get("/docs").raw.body.contains("swagger-ui-bundle.js"));
}

void TestDocuments::withoutSwaggerUiThePageIsPlain()
{
    QMap<QByteArray, QByteArray> files{{"openapi.json", "{}"}, {"swagger.html", "swagger"}};
    const DocumentFiles without(files);
    QVERIFY(!without.hasSwaggerUi());
    QCOMPARE(without.page().body, without.part("plain")->body);
    QVERIFY(!without.part("swagger.html"));

    files.insert("swagger-ui-bundle.js", "script");
    const DocumentFiles with(files);
    QVERIFY(with.hasSwaggerUi());
    QCOMPARE(with.page().body, "swagger");
    QVERIFY(with.part("plain")->body.startsWith("<!DOCTYPE html>"));
}

void TestDocuments::plainPageListsEveryRoute()
{
    SampleShop shop;
    const auto page = shop.client().get("/docs/plain").raw.body;
    const auto paths = shop.client().get("/openapi.json").body.value("paths"_L1).toObject();
    QVERIFY(paths.size() > 20);
    for (const auto &path : paths.keys()) {
        const QByteArray line = "<span class=\"path\">" + path.toUtf8() + "</span>";
        QVERIFY2(page.contains(line), qPrintable(path));
    }
    QVERIFY(!page.contains("<script"));
}

void TestDocuments::proseBecomesMarkupAndTextDoesNot()
{
    QCOMPARE(proseHtml(u"a `b*c*` **d**\n\n## e\nf"_s),
             u"<p>a <code>b*c*</code> <strong>d</strong></p>\n<h3>e</h3>\n<p>f</p>\n"_s);
    QCOMPARE(proseHtml(u"<b> & `<i>`, one ` alone"_s),
             u"<p>&lt;b&gt; &amp; <code>&lt;i&gt;</code>, one ` alone</p>\n"_s);
    const QJsonObject hostile{{u"info"_s, QJsonObject{{u"title"_s, u"<script>"_s}}}};
    QVERIFY(!routePage(hostile).contains("<script"));
}

QTEST_GUILESS_MAIN(TestDocuments)
#include "test_documents.moc"
