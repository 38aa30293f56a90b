// SPDX-License-Identifier: GPL-3.0-only
#include "accounts/email_address.h"
#include "accounts/username.h"

#include <QTest>

using namespace holdfast;
using namespace Qt::StringLiterals;

class TestNames final : public QObject
{
    Q_OBJECT

private slots:
    void customerNames_data();
    void customerNames();
    void idLikeNames();
    void emailAddresses_data();
    void emailAddresses();
};

void TestNames::customerNames_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("isName");
    QTest::newRow("plain") << u"user123"_s << true;
    QTest::newRow("one character") << u"x"_s << true;
    QTest::newRow("space inside") << u"Ada Lovelace"_s << true;
    QTest::newRow("other scripts") << u"Zoë 李"_s << true;
    QTest::newRow("beyond the basic plane") << u"🦊"_s << true;
    QTest::newRow("as long as can be") << u"🦊"_s.repeated(128) << true;
    QTest::newRow("an id") << u"0190a5d0-ac96-774b-bcce-b302099a8057"_s << true;
    QTest::newRow("empty") << QString() << false;
    QTest::newRow("too long") << u"x"_s.repeated(129) << false;
    QTest::newRow("space before") << u" x"_s << false;
    QTest::newRow("space after") << u"x "_s << false;
    QTest::newRow("line break") << u"a\nb"_s << false;
    QTest::newRow("NUL") << QString(1, QChar(u'\0')) << false;
    QTest::newRow("text direction override") << u"a\u202eb"_s << false;
    QTest::newRow("half a pair") << QString(QChar(0xd83e)) << false;
    QTest::newRow("the null id") << u"00000000-0000-0000-0000-000000000000"_s << false;
}

void TestNames::customerNames()
{
    QFETCH(const QString, text);
    QFETCH(const bool, isName);
    QCOMPARE(canNameCustomer(text), isName);
}

void TestNames::idLikeNames()
{
    QVERIFY(readsLikeUserId(u"0190a5d0-ac96-774b-bcce-b302099a8057"));
    QVERIFY(readsLikeUserId(u"0190A5D0-AC96-774B-BCCE-B302099A8057"));
    QVERIFY(!readsLikeUserId(u"0190a5d0ac96774bbcceb302099a8057"));
    QVERIFY(!readsLikeUserId(u"user123"));
}

void TestNames::emailAddresses_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("isAddress");
    QTest::newRow("plain") << u"ada@example.com"_s << true;
    QTest::newRow("tag") << u"ada+sale@mail.example.com"_s << true;
    QTest::newRow("other scripts") << u"zoë@bücher.example"_s << true;
    QTest::newRow("no at") << u"example.com"_s << false;
    QTest::newRow("two ats") << u"a@b@example.com"_s << false;
    QTest::newRow("no local part") << u"@example.com"_s << false;
    QTest::newRow("no host") << u"ada@"_s << false;
    QTest::newRow("no dot") << u"ada@localhost"_s << false;
    QTest::newRow("empty label") << u"ada@example..com"_s << false;
    QTest::newRow("hyphen at an end") << u"ada@-example.com"_s << false;
    QTest::newRow("space") << u"a da@example.com"_s << false;
    QTest::newRow("header injection") << u"ada@example.com\r\nBcc: x@y.z"_s << false;
    QTest::newRow("angle brackets") << u"<ada@example.com>"_s << false;
    QTest::newRow("long local part") << QString(u"a"_s.repeated(65) + u"@example.com"_s) << false;
    QTest::newRow("too long") << QString(u"a@"_s + u"example."_s.repeated(40) + u"com"_s) << false;
}

void TestNames::emailAddresses()
{
    QFETCH(const QString, text);
    QFETCH(const bool, isAddress);
    const auto address = EmailAddress::from(text);
    QCOMPARE(address.has_value(), isAddress);
    if (address)
        QCOMPARE(address->text(), text);
}

QTEST_GUILESS_MAIN(TestNames)
#include "test_names.moc"
