// SPDX-License-Identifier: GPL-3.0-only
#include "mail/mail_pace.h"
#include "mail/smtp_settings.h"
#include "mail/smtp_talk.h"

#include <QTest>

using namespace holdfast;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

Q_DECLARE_METATYPE(SmtpSettings::Tls)

class TestSmtpSettings final : public QObject
{
    Q_OBJECT

private slots:
    void readsWhatIsThere();
    void fillsInWhatIsNot();
    void choosesTls_data();
    void choosesTls();
    void refuses_data();
    void refuses();
    void showsNoPassword();
    void backsOffWithinBounds();
    void textFromOutsideIsOneLine();
};

void TestSmtpSettings::readsWhatIsThere()
{
    const auto settings = SmtpSettings::fromUrl(
        u"smtp://shop%40example.com:p%40ss%2Fw%3Ard@mail.example.com:2525"
        "?from=orders%2Bnew@example.com&name=Der%20L%C3%A4den&tls=required&ca=/etc/ca.pem"_s);
    QVERIFY2(settings, qPrintable(settings ? QString() : settings.error()));
    QCOMPARE(settings->host, u"mail.example.com"_s);
    QCOMPARE(settings->port, quint16(2525));
    QCOMPARE(settings->user, u"shop@example.com"_s);
    QCOMPARE(settings->password, u"p@ss/w:rd"_s);
    QCOMPARE(settings->from, u"orders+new@example.com"_s);
    QCOMPARE(settings->fromName, u"Der Läden"_s);
    QCOMPARE(settings->tls, SmtpSettings::Tls::Required);
    QCOMPARE(settings->authorities, u"/etc/ca.pem"_s);
}

void TestSmtpSettings::fillsInWhatIsNot()
{
    const auto plain = SmtpSettings::fromUrl(u"smtp://[::1]?from=shop@example.com"_s);
    QCOMPARE(plain->host, u"::1"_s);
    QCOMPARE(plain->port, SmtpSettings::submissionPort);
    QVERIFY(plain->user.isEmpty());
    const auto encrypted = SmtpSettings::fromUrl(u"smtps://shop%40example.com:secret@mail.example.com"_s);
    QCOMPARE(encrypted->port, SmtpSettings::submissionsPort);
    QCOMPARE(encrypted->from, u"shop@example.com"_s);
}

void TestSmtpSettings::choosesTls_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<SmtpSettings::Tls>("tls");

    using enum SmtpSettings::Tls;
    QTest::newRow("nothing to hide") << u"smtp://relay.example.com?from=a@b.c"_s << WhenOffered;
    QTest::newRow("a password leaves the machine")
        << u"smtp://u:p@relay.example.com?from=a@b.c"_s << Required;
    QTest::newRow("a password stays here") << u"smtp://u:p@127.0.0.1?from=a@b.c"_s << WhenOffered;
    QTest::newRow("here by name") << u"smtp://u:p@LocalHost?from=a@b.c"_s << WhenOffered;
    QTest::newRow("not here by name") << u"smtp://u:p@localhost.example?from=a@b.c"_s << Required;
    QTest::newRow("asked to take the risk")
        << u"smtp://u:p@relay.example.com?from=a@b.c&tls=offered"_s << WhenOffered;
    QTest::newRow("required") << u"smtp://127.0.0.1?from=a@b.c&tls=required"_s << Required;
    QTest::newRow("smtps") << u"smtps://127.0.0.1?from=a@b.c"_s << FromTheStart;
}

void TestSmtpSettings::choosesTls()
{
    QFETCH(QString, url);
    QFETCH(SmtpSettings::Tls, tls);
    const auto settings = SmtpSettings::fromUrl(url);
    QVERIFY(settings);
    QCOMPARE(settings->tls, tls);
    QCOMPARE(settings->isVerified(), tls != SmtpSettings::Tls::WhenOffered);
}

void TestSmtpSettings::refuses_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("said");

    const auto form = u"it is smtp://"_s;
    QTest::newRow("no scheme") << u"hunter2@mail.example.com"_s << form;
    QTest::newRow("another scheme") << u"http://mail.example.com?from=a@b.c"_s << form;
    QTest::newRow("a path") << u"smtp://mail.example.com/hunter2?from=a@b.c"_s << form;
    QTest::newRow("an unescaped slash") << u"smtp://u:hun/ter2@mail.example.com?from=a@b.c"_s << form;
    QTest::newRow("a fragment") << u"smtp://u:p@mail.example.com?from=a@b.c#hunter2"_s << form;
    QTest::newRow("no host") << u"smtp://?from=a@b.c"_s << u"it names no host"_s;
    QTest::newRow("no password") << u"smtp://hunter2@mail.example.com?from=a@b.c"_s << u"go together"_s;
    QTest::newRow("a line in the password")
        << u"smtp://u:hunter2%0D%0AQUIT@m.example?from=a@b.c"_s << u"control"_s;
    QTest::newRow("no sender") << u"smtp://u:hunter2@mail.example.com"_s << u"needs the sender's address"_s;
    QTest::newRow("two senders") << u"smtp://m.example?from=a@b.c,d@e.f"_s << u"needs the sender's address"_s;
    QTest::newRow("a header in the sender")
        << u"smtp://m.example?from=a@b.c%0D%0ABcc:x@y.z"_s << u"sender's"_s;
    QTest::newRow("a header in the name")
        << u"smtp://m.example?from=a@b.c&name=x%0D%0ABcc:x@y.z"_s << u"parameters"_s;
    QTest::newRow("unknown parameter")
        << u"smtp://m.example?from=a@b.c&pool=hunter2"_s << u"parameters are"_s;
    QTest::newRow("unknown tls") << u"smtp://m.example?from=a@b.c&tls=hunter2"_s << u"required or offered"_s;
    QTest::newRow("smtps without") << u"smtps://m.example?from=a@b.c&tls=offered"_s << u"always encrypted"_s;
    QTest::newRow("ca for nothing") << u"smtp://m.example?from=a@b.c&ca=/ca.pem"_s << u"of no use"_s;
    QTest::newRow("ca somewhere") << u"smtp://m.example?from=a@b.c&tls=required&ca=ca.pem"_s
                                  << u"parameters"_s;
}

void TestSmtpSettings::refuses()
{
    QFETCH(QString, url);
    QFETCH(QString, said);
    const auto settings = SmtpSettings::fromUrl(url);
    QVERIFY(!settings);
    QVERIFY2(settings.error().contains(said), qPrintable(settings.error()));
    QVERIFY(!settings.error().contains(u"hunter"_s));
}

void TestSmtpSettings::showsNoPassword()
{
    const auto settings = SmtpSettings::fromUrl(u"smtp://shop:hunter2@mail.example.com?from=a@b.c"_s);
    QCOMPARE(settings->text(), u"smtp://shop:***@mail.example.com:587?from=a%40b.c&tls=required"_s);
    QCOMPARE(SmtpSettings::fromUrl(u"smtps://[::1]?from=a@b.c"_s)->text(),
             u"smtps://[::1]:465?from=a%40b.c"_s);
}

void TestSmtpSettings::backsOffWithinBounds()
{
    for (int failures = 1; failures < 60; ++failures) {
        const auto due =
            failures < 10 ? std::min(10'000ms * (1 << (failures - 1)), 3'600'000ms) : 3'600'000ms;
        const auto delay = backOff(10'000ms, 3'600'000ms, failures);
        QVERIFY2(delay >= due * 3 / 4 && delay <= due * 5 / 4, qPrintable(QString::number(failures)));
    }
}

void TestSmtpSettings::textFromOutsideIsOneLine()
{
    QCOMPARE(oneLine(u"550 no\r\nsuch\tuser\x1b[31m"_s), u"550 no such user [31m"_s);
    QCOMPARE(oneLine(QString(2'000, u'x')).size(), SmtpTalk::replyLengthMax);
}

QTEST_GUILESS_MAIN(TestSmtpSettings)
#include "test_smtp_settings.moc"
