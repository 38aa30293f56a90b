// SPDX-License-Identifier: GPL-3.0-only
#include "accounts/limits/forwarded_for.h"

#include <QRegularExpression>
#include <QTest>

using namespace holdfast;
using namespace Qt::StringLiterals;

class TestForwardedFor final : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void findsClient_data();
    void findsClient();
    void noProxiesNoBelief();
    void severalFieldsAreOne();
    void refusesLists_data();
    void refusesLists();
};

void TestForwardedFor::findsClient_data()
{
    QTest::addColumn<QString>("peer");
    QTest::addColumn<QByteArray>("field");
    QTest::addColumn<QString>("client");
    const auto row = [](const char *name, const QString &peer, const QByteArray &field,
                        const QString &client) { QTest::newRow(name) << peer << field << client; };
    row("peer is no proxy", u"192.0.2.9"_s, "203.0.113.5", u"192.0.2.9"_s);
    row("one proxy", u"10.0.0.1"_s, "203.0.113.5", u"203.0.113.5"_s);
    row("no header", u"10.0.0.1"_s, "", u"10.0.0.1"_s);
    row("two proxies", u"10.0.0.1"_s, "203.0.113.5, 10.9.9.9", u"203.0.113.5"_s);
    row("what the client claims is not looked at", u"10.0.0.1"_s,
        "127.0.0.1, 10.0.0.7, 203.0.113.5, 10.0.0.2", u"203.0.113.5"_s);
    row("proxies only", u"10.0.0.1"_s, "10.0.0.3, 10.0.0.2", u"10.0.0.3"_s);
    row("no blanks", u"10.0.0.1"_s, "203.0.113.5,10.0.0.2", u"203.0.113.5"_s);
    row("many blanks", u"10.0.0.1"_s, "  203.0.113.5 \t ,  10.0.0.2 ", u"203.0.113.5"_s);
    row("port", u"10.0.0.1"_s, "203.0.113.5:4711", u"203.0.113.5"_s);
    row("IPv6", u"fd00::1"_s, "2001:db8::5", u"2001:db8::5"_s);
    row("IPv6 in brackets", u"fd00::1"_s, "[2001:db8::5]", u"2001:db8::5"_s);
    row("IPv6 with port", u"fd00::1"_s, "[2001:db8::5]:4711", u"2001:db8::5"_s);
    row("mapped peer", u"::ffff:10.0.0.1"_s, "203.0.113.5", u"203.0.113.5"_s);
    row("mapped hop", u"10.0.0.1"_s, "203.0.113.5, ::ffff:10.0.0.2", u"203.0.113.5"_s);
    row("mapped peer that is no proxy", u"::ffff:192.0.2.9"_s, "203.0.113.5", u"192.0.2.9"_s);
    row("unknown", u"10.0.0.1"_s, "unknown", u"10.0.0.1"_s);
    row("nonsense ends the walk", u"10.0.0.1"_s, "203.0.113.5, nonsense, 10.0.0.2", u"10.0.0.2"_s);
    row("empty entry ends the walk", u"10.0.0.1"_s, "203.0.113.5,,10.0.0.2", u"10.0.0.2"_s);
    row("short IPv4", u"10.0.0.1"_s, "203.5", u"10.0.0.1"_s);
    row("octal IPv4", u"10.0.0.1"_s, "0313.0.0.1", u"10.0.0.1"_s);
    row("scope", u"10.0.0.1"_s, "fe80::1%eth0", u"10.0.0.1"_s);
    row("open bracket", u"10.0.0.1"_s, "[2001:db8::5", u"10.0.0.1"_s);
    row("bracket only", u"10.0.0.1"_s, "[", u"10.0.0.1"_s);
    row("single proxy address", u"192.0.2.77"_s, "203.0.113.5", u"203.0.113.5"_s);
    row("beside the single proxy address", u"192.0.2.78"_s, "203.0.113.5", u"192.0.2.78"_s);
}

void TestForwardedFor::findsClient()
{
    QFETCH(QString, peer);
    QFETCH(QByteArray, field);
    QFETCH(QString, client);
    const auto forwarded = ForwardedFor::fromProxies(u"10.0.0.0/8, fd00::/8 192.0.2.77"_s);
    QVERIFY2(forwarded, forwarded ? "" : qPrintable(forwarded.error()));
    QCOMPARE(forwarded->client(QHostAddress(peer), {field}), QHostAddress(client));
}

void TestForwardedFor::noProxiesNoBelief()
{
    const auto forwarded = ForwardedFor::fromProxies(u" "_s);
    QVERIFY(forwarded);
    QVERIFY(!forwarded->isProxy(QHostAddress(QHostAddress::LocalHost)));
    QCOMPARE(forwarded->client(QHostAddress(QHostAddress::LocalHost), {"203.0.113.5"}),
             QHostAddress(QHostAddress::LocalHost));
}

void TestForwardedFor::severalFieldsAreOne()
{
    const auto forwarded = ForwardedFor::fromProxies(u"10.0.0.0/8"_s);
    const QHostAddress peer(u"10.0.0.1"_s);
    QCOMPARE(forwarded->client(peer, {"198.51.100.1", "203.0.113.5, 10.0.0.3", "10.0.0.2"}),
             QHostAddress(u"203.0.113.5"_s));
    QCOMPARE(forwarded->client(peer, {}), peer);
}

void TestForwardedFor::refusesLists_data()
{
    QTest::addColumn<QString>("list");
    QTest::addColumn<QString>("named");
    QTest::newRow("name") << u"10.0.0.1, proxy.example.org"_s << u"proxy.example.org"_s;
    QTest::newRow("too many bits") << u"10.0.0.0/33"_s << u"10.0.0.0/33"_s;
    QTest::newRow("no bits") << u"10.0.0.0/x"_s << u"10.0.0.0/x"_s;
    QTest::newRow("short") << u"10/8"_s << u"10/8"_s;
    QTest::newRow("star") << u"*"_s << u"*"_s;
}

void TestForwardedFor::refusesLists()
{
    QFETCH(QString, list);
    QFETCH(QString, named);
    const auto forwarded = ForwardedFor::fromProxies(list);
    QVERIFY(!forwarded);
    QVERIFY2(forwarded.error().contains(named), qPrintable(forwarded.error()));
}

QTEST_GUILESS_MAIN(TestForwardedFor)
#include "test_forwarded_for.moc"
