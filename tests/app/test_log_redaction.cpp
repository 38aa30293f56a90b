// SPDX-License-Identifier: GPL-3.0-only
#include "app/logging/log_redaction.h"

#include <QTest>

using namespace holdfast;
using namespace Qt::StringLiterals;

class TestLogRedaction final : public QObject
{
    Q_OBJECT

private slots:
    void hidesSecrets_data();
    void hidesSecrets();
    void leavesTheRestAlone_data();
    void leavesTheRestAlone();
    void showsControlCharacters_data();
    void showsControlCharacters();
};

void TestLogRedaction::hidesSecrets_data()
{
    QTest::addColumn<QString>("text");

    const auto row = [](const char *name, const QString &text) { QTest::newRow(name) << text; };
    row("bearer header", u"Authorization: Bearer hunter2"_s);
    row("basic header", u"authorization: Basic hunter2=="_s);
    row("header without scheme", u"Authorization: hunter2"_s);
    row("header in JSON", uR"({"Authorization":"Bearer hunter2"})"_s);
    row("proxy header", u"Proxy-Authorization: Digest username=x, response=hunter2"_s);
    row("bearer alone", u"token is Bearer hunter2-hunter2"_s);
    row("cookie", u"Cookie: a=b; token=hunter2; c=hunter2"_s);
    row("set-cookie", u"Set-Cookie: session=hunter2; HttpOnly"_s);
    row("URL", u"connecting to postgresql://shop:hunter2@db/shop"_s);
    row("URL with @ in the password", u"postgres://shop:a@hunter2@db/shop"_s);
    row("URL with / in the password", u"postgres://shop:a/hunter2@db/shop"_s);
    row("URL without a user", u"smtp://:hunter2@mail"_s);
    row("conninfo", u"host=db password=hunter2 user=shop"_s);
    row("conninfo with spaces", u"password = 'a b hunter2' user=shop"_s);
    row("conninfo with escapes", uR"(password='a\'hunter2' user=shop)"_s);
    row("query", u"GET /login?user=a&password=hunter2&x=1"_s);
    row("JSON", uR"({"email":"a@b","password":"hunter2"})"_s);
    row("JSON with escapes", uR"({"password":"a\"hunter2"})"_s);
    row("JSON in JSON", uR"({\"password\":\"hunter2\"})"_s);
    row("cut JSON", uR"({"password":"a b hunter2)"_s);
    row("upper case", u"PASSWORD=hunter2"_s);
    row("prefixed names", u"JWT_SECRET=hunter2 PGPASSWORD=hunter2 new_password: hunter2"_s);
    row("api key", u"X-Api-Key: hunter2"_s);
    row("access token", uR"("access_token": "hunter2")"_s);
    row("JSON web token", u"got eyJhbGciOi.hunter2.c2ln"_s);
    row("an API key by itself", u"no product hf_0123456789abcdef0123456789hunter2-45_789"_s);
}

void TestLogRedaction::hidesSecrets()
{
    QFETCH(QString, text);
    const QString redacted = redactSecrets(text);
    QVERIFY2(!redacted.contains(u"hunter2"_s), qPrintable(redacted));
    QVERIFY2(redacted.contains(u"***"_s), qPrintable(redacted));
}

void TestLogRedaction::leavesTheRestAlone_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("expected");

    const auto same = [](const char *name, const QString &text) { QTest::newRow(name) << text << text; };
    same("plain", u"listening on http://127.0.0.1:3000, 3 products"_s);
    same("words about secrets", u"the password is wrong; tokens expired"_s);
    same("URL with port and address", u"http://host:3000/users/a@b"_s);
    same("request line", u"POST /api/v1/reservations 201 12 ms"_s);
    same("database without password", u"postgresql://shop@db:5432/shop"_s);
    QTest::newRow("what stands around a password")
        << u"host=db password=x user=shop"_s << u"host=db password=*** user=shop"_s;
    QTest::newRow("what stands around it in JSON")
        << uR"({"password":"x","email":"a@b"})"_s << uR"({"password":***,"email":"a@b"})"_s;
    QTest::newRow("host and name of a URL") << u"postgresql://shop:x@db:5432/shop?sslmode=require"_s
                                            << u"postgresql://shop:***@db:5432/shop?sslmode=require"_s;
}

void TestLogRedaction::leavesTheRestAlone()
{
    QFETCH(QString, text);
    QFETCH(QString, expected);
    QCOMPARE(redactSecrets(text), expected);
}

void TestLogRedaction::showsControlCharacters_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("expected");

    QTest::newRow("line feed") << u"a\nb"_s << uR"(a\nb)"_s;
    QTest::newRow("carriage return") << u"a\r\nb"_s << uR"(a\r\nb)"_s;
    QTest::newRow("tab") << u"a\tb"_s << uR"(a\tb)"_s;
    QTest::newRow("escape") << u"\x1b[31mred"_s << uR"(\x1b[31mred)"_s;
    QTest::newRow("null") << u"a"_s + QChar(0) + u'b' << uR"(a\x00b)"_s;
    QTest::newRow("delete") << u"a\x7f"_s << uR"(a\x7f)"_s;
    QTest::newRow("eight-bit escape") << u"a"_s + QChar(0x9b) << uR"(a\x9b)"_s;
    QTest::newRow("line separator") << u"a\u2028b"_s << uR"(a\u2028b)"_s;
    QTest::newRow("direction override") << u"a\u202eb"_s << uR"(a\u202eb)"_s;
    QTest::newRow("isolate") << u"a\u2066b"_s << uR"(a\u2066b)"_s;
    QTest::newRow("ordinary text") << u"Größe 👟 10 €"_s << u"Größe 👟 10 €"_s;
}

void TestLogRedaction::showsControlCharacters()
{
    QFETCH(QString, text);
    QFETCH(QString, expected);
    QCOMPARE(withoutControlCharacters(text), expected);
}

QTEST_GUILESS_MAIN(TestLogRedaction)
#include "test_log_redaction.moc"
