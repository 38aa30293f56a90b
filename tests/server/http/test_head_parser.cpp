// SPDX-License-Identifier: GPL-3.0-only
#include "http/edge/head_parser.h"
#include "http/edge/head_scanner.h"

#include <QTest>

using namespace holdfast::http;

class TestHeadParser : public QObject
{
    Q_OBJECT

private slots:
    void readsWhatClientsSend();
    void refuses_data();
    void refuses();
    void accepts_data();
    void accepts();
    void connectionIsKept_data();
    void connectionIsKept();
    void scannerFindsTheEndWhereverItIsCut();
};

namespace {

/// 0 for accepted.
int judge(const QByteArray &bytes)
{
    HeadScanner scanner;
    const Limits limits;
    const auto end = scanner.scan(bytes, limits);
    if (!end)
        return end.error().status;
    if (!*end)
        return -1;
    const auto head = HeadParser::parse(QByteArrayView(bytes).first(**end), limits);
    return head ? 0 : head.error().status;
}

QByteArray withTarget(const QByteArray &target)
{
    return "GET " + target + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
}

QByteArray withLines(const QByteArray &lines)
{
    return "GET / HTTP/1.1\r\nHost: localhost\r\n" + lines + "\r\n";
}

} // namespace

void TestHeadParser::readsWhatClientsSend()
{
    const auto head = HeadParser::parse("POST /reserve?x=1&y HTTP/1.1\r\nHost: [::1]:3000\r\nAccept:*/*\r\n"
                                        "CONTENT-LENGTH: \t 17 \r\nX-Empty:\r\nx-request-id: abc\r\n"
                                        "Expect: 100-continue\r\n\r\n",
                                        Limits());
    QVERIFY(head);
    QCOMPARE(head->method, Method::Post);
    QCOMPARE(head->path(), QByteArrayView("/reserve"));
    QCOMPARE(head->query(), QByteArrayView("x=1&y"));
    QCOMPARE(head->contentLength, qint64(17));
    QCOMPARE(head->field(KnownField::XRequestId), QByteArrayView("abc"));
    QCOMPARE(head->field("x-rEquest-ID"), QByteArrayView("abc"));
    QVERIFY(!head->field("X-Empty").isNull());
    QVERIFY(head->field("X-Empty").isEmpty());
    QVERIFY(head->field("X-Absent").isNull());
    QVERIFY(head->field(KnownField::Authorization).isNull());
    QVERIFY(head->expectsContinue);
    QVERIFY(head->keepsAlive);
}

void TestHeadParser::refuses_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("status");
    const auto row = [](const char *title, const QByteArray &bytes, int status) {
        QTest::newRow(title) << bytes << status;
    };
    row("no target", "GET HTTP/1.1\r\n\r\n", 400);
    row("two blanks", "GET  / HTTP/1.1\r\nHost: x\r\n\r\n", 400);
    row("blank in the target", withTarget("/a b"), 400);
    row("star form", withTarget("*"), 400);
    row("authority form", "CONNECT localhost:80 HTTP/1.1\r\nHost: localhost\r\n\r\n", 501);
    row("TRACE", "TRACE / HTTP/1.1\r\nHost: localhost\r\n\r\n", 501);
    row("lower case method", "get / HTTP/1.1\r\nHost: localhost\r\n\r\n", 501);
    row("method that is no token", "GE{T / HTTP/1.1\r\nHost: localhost\r\n\r\n", 400);
    row("HTTP/2 preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505);
    row("TLS", QByteArray("\x16\x03\x01\x02\x00\x01", 6), 400);
    row("fragment", withTarget("/a#b"), 400);
    row("backslash", withTarget("/a\\b"), 400);
    row("encoded backslash", withTarget("/a%5Cb"), 400);
    row("encoded dot", withTarget("/%2e%2e/a"), 400);
    row("dot segment", withTarget("/a/../b"), 400);
    row("dot segment at the end", withTarget("/a/."), 400);
    row("double slash inside", withTarget("/a//b"), 400);
    row("half an encoding", withTarget("/a%4"), 400);
    row("encoding that is none", withTarget("/a%zz"), 400);
    row("encoded DEL", withTarget("/a%7F"), 400);
    row("encoded NUL in the query", withTarget("/a?b=%00"), 400);
    row("not UTF-8", withTarget("/a%ff"), 400);
    row("overlong UTF-8", withTarget("/a%c0%ae"), 400);
    row("raw byte above ASCII", withTarget("/a\xc3\xa9"), 400);
    row("folded line", withLines("X: a\r\n b\r\n"), 400);
    row("blank before the colon", withLines("X : a\r\n"), 400);
    row("empty name", withLines(": a\r\n"), 400);
    row("bare CR in a value", withLines("X: a\rb\r\n"), 400);
    row("NUL in a value", withLines(QByteArray("X: a\0b\r\n", 8)), 400);
    row("Authorization twice", withLines("Authorization: a\r\nauthorization: b\r\n"), 400);
    row("acting user twice", withLines("X-User-Id: a\r\nX-User-Id: b\r\n"), 400);
    row("identity coding", withLines("Transfer-Encoding: identity\r\n"), 501);
    row("empty coding", withLines("Transfer-Encoding:\r\n"), 501);
    row("empty length", withLines("Content-Length:\r\n"), 400);
    row("length with a sign", withLines("Content-Length: +1\r\n"), 400);
    row("length of 11 digits", withLines("Content-Length: 00000000001\r\n"), 400);
    row("large body", withLines("Content-Length: 65537\r\n"), 413);
    row("unknown expectation", withLines("Expect: miracles\r\n"), 417);
    row("Host without end", "GET / HTTP/1.1\r\nHost: [::1\r\n\r\n", 400);
    row("Host with credentials", "GET / HTTP/1.1\r\nHost: a@b\r\n\r\n", 400);
    row("Host with a port that is none", "GET / HTTP/1.1\r\nHost: a:b\r\n\r\n", 400);
    row("empty Host", "GET / HTTP/1.1\r\nHost:\r\n\r\n", 400);
    row("request line of 5 KB", withTarget("/" + QByteArray(5'000, 'a')), 414);
    row("head of 17 KB", withLines("X: " + QByteArray(17'000, 'a') + "\r\n"), 431);
    row("65 fields", withLines(QByteArray("X: y\r\n").repeated(64)), 431);
    row("WebSocket by POST",
        "POST / HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n", 400);
}

void TestHeadParser::refuses()
{
    QFETCH(QByteArray, bytes);
    QFETCH(int, status);
    QCOMPARE(judge(bytes), status);
}

void TestHeadParser::accepts_data()
{
    QTest::addColumn<QByteArray>("bytes");
    const auto row = [](const char *title, const QByteArray &bytes) { QTest::newRow(title) << bytes; };
    row("encoded blank and UTF-8", withTarget("/caf%C3%A9%20au%20lait?q=%C3%A9+x"));
    row("dots inside segments", withTarget("/v1.0/.well-known/a..b"));
    row("trailing slash", withTarget("/a/"));
    row("question mark in the query", withTarget("/a?b?c"));
    row("slashes in the query", withTarget("/a?b=//c/../d"));
    row("upper bound of the body", withLines("Content-Length: 65536\r\n"));
    row("64 fields", withLines(QByteArray("X: y\r\n").repeated(63)));
    row("tab in a value", withLines("X: a\tb\r\n"));
    row("Latin-1 in a value", withLines("X: caf\xe9\r\n"));
    row("Host with port", "GET / HTTP/1.1\r\nHost: shop.example:8443\r\n\r\n");
    row("repeated list field", withLines("Accept: a\r\nAccept: b\r\n"));
}

void TestHeadParser::accepts()
{
    QFETCH(QByteArray, bytes);
    QCOMPARE(judge(bytes), 0);
}

void TestHeadParser::connectionIsKept_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<bool>("isKept");
    QTest::newRow("1.1") << withLines("") << true;
    QTest::newRow("1.1 close") << withLines("Connection: close\r\n") << false;
    QTest::newRow("close in a list") << withLines("Connection: x, Close\r\n") << false;
    QTest::newRow("close in a second field")
        << withLines("Connection: keep-alive\r\nConnection: close\r\n") << false;
    QTest::newRow("1.0") << QByteArray("GET / HTTP/1.0\r\nHost: a\r\n\r\n") << false;
    QTest::newRow("1.0 keep-alive") << QByteArray(
        "GET / HTTP/1.0\r\nHost: a\r\nConnection: Keep-Alive\r\n\r\n")
                                    << true;
}

void TestHeadParser::connectionIsKept()
{
    QFETCH(QByteArray, bytes);
    QFETCH(bool, isKept);
    const auto head = HeadParser::parse(bytes, Limits());
    QVERIFY(head);
    QCOMPARE(head->keepsAlive, isKept);
}

void TestHeadParser::scannerFindsTheEndWhereverItIsCut()
{
    const QByteArray bytes = withLines("X: y\r\n");
    const QByteArray more = bytes + "GET /next";
    for (qsizetype cut = 0; cut < bytes.size(); ++cut) {
        HeadScanner scanner;
        const auto early = scanner.scan(QByteArrayView(more).first(cut), Limits());
        QVERIFY(early && !early->has_value());
        const auto late = scanner.scan(more, Limits());
        QVERIFY(late && *late == bytes.size());
    }
}

QTEST_GUILESS_MAIN(TestHeadParser)
#include "test_head_parser.moc"
