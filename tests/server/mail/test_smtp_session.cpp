// SPDX-License-Identifier: GPL-3.0-only
#include "mail/smtp_session.h"
#include "tests/server/mail/mail_server.h"

#include <QElapsedTimer>
#include <QJsonArray>
#include <QProcess>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <thread>

using namespace holdfast;
using namespace holdfast::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

Q_DECLARE_METATYPE(Delivery::Kind)

class TestSmtpSession final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void deliversWhatWasWritten();
    void nothingInANameBecomesAHeader();
    void longTextsKeepTheLineLimit();
    void tellsWhatBecameOfIt_data();
    void tellsWhatBecameOfIt();
    void oneConnectionTakesMany();
    void encryptsWhenOffered();
    void requiredTlsNeedsAProvenName();
    void requiredTlsNeedsTls();
    void encryptsFromTheStart();
    void signsIn();
    void saysNoPassword();
    void givesUpOnSilence();
    void nobodyListens();
    void stopInterrupts_data();
    void stopInterrupts();
    void aGoodbyeThatHangsLosesNothing();

private:
    QStringList certificate() const;

    QTemporaryDir m_folder;
};

namespace {

const SmtpLimits quick{.connect = 2'000ms, .total = 2'000ms, .answer = 2'000ms, .stopGrace = 300ms};

MailMessage message(const QString &to = u"ada@example.org"_s)
{
    return {.from = u"shop@example.com"_s,
            .to = to,
            .fromName = {},
            .subject = u"Your order: Sneaker"_s,
            .text = u"Thank you.\n"_s,
            .messageId = u"order.17@example.com"_s,
            .date = instantFromMicroseconds(1'795'166'100'000'000)};
}

Delivery deliver(const SmtpSettings &settings, const MailMessage &mail = message(),
                 const SmtpLimits &limits = {})
{
    SmtpSession session(settings, limits, {});
    return session.send(mail, SmtpSession::Next::Nothing);
}

} // namespace

void TestSmtpSession::initTestCase()
{
    std::signal(SIGPIPE, SIG_IGN);
    QProcess openssl;
    openssl.start(u"openssl"_s,
                  {u"req"_s, u"-x509"_s, u"-newkey"_s, u"ec"_s, u"-pkeyopt"_s, u"ec_paramgen_curve:P-256"_s,
                   u"-nodes"_s, u"-days"_s, u"2"_s, u"-subj"_s, u"/CN=mail.test"_s, u"-addext"_s,
                   u"subjectAltName=IP:127.0.0.1"_s, u"-keyout"_s, m_folder.filePath(u"key.pem"_s), u"-out"_s,
                   m_folder.filePath(u"cert.pem"_s)});
    QVERIFY(openssl.waitForFinished() && openssl.exitCode() == 0);
}

QStringList TestSmtpSession::certificate() const
{
    return {u"--certificate"_s, m_folder.filePath(u"cert.pem"_s), u"--key"_s,
            m_folder.filePath(u"key.pem"_s)};
}

void TestSmtpSession::deliversWhatWasWritten()
{
    MailServer server;
    auto mail = message();
    mail.fromName = u"Der Läden"_s;
    mail.subject = u"Your order: Turnschuh „Größe 43“, weiß, und noch viel mehr, was auf keine Zeile passt"_s;
    mail.text = u"2 × Käse = 3.50 €\n.\n..leading dots \n\nFrom here\ttabs\n"_s;
    const auto delivery = deliver(server.settings(), mail);
    QVERIFY2(delivery.kind == Delivery::Kind::Accepted, qPrintable(delivery.why));

    const auto got = server.nextMail();
    QCOMPARE(got.value(u"from"_s).toString(), u"shop@example.com"_s);
    QCOMPARE(got.value(u"to"_s).toString(), u"ada@example.org"_s);
    QCOMPARE(got.value(u"text"_s).toString(), mail.text);
    QCOMPARE(got.value(u"message_id"_s).toString(), u"<order.17@example.com>"_s);
    QVERIFY(got.value(u"defects"_s).toArray().isEmpty());
    const auto headers = got.value(u"headers"_s).toObject();
    QCOMPARE(headers.value(u"Subject"_s).toString(), mail.subject);
    QCOMPARE(headers.value(u"From"_s).toString(), u"Der Läden <shop@example.com>"_s);
    QCOMPARE(headers.value(u"To"_s).toString(), u"ada@example.org"_s);
    QCOMPARE(headers.value(u"Date"_s).toString(), u"Fri, 20 Nov 2026 09:15:00 +0000"_s);
    QCOMPARE(headers.value(u"Content-Type"_s).toString(), u"text/plain; charset=\"utf-8\""_s);
    QCOMPARE(headers.value(u"MIME-Version"_s).toString(), u"1.0"_s);
}

void TestSmtpSession::nothingInANameBecomesAHeader()
{
    MailServer server;
    auto mail = message();
    mail.subject = u"x\r\nBcc: victim@example.org\r\n\r\nbody \u2028 =?UTF-8?B?QQ==?="_s;
    mail.fromName = u"\"a\" <b@c.d>,\r\nCc: victim@example.org"_s;
    mail.text = u"one\r\n.\r\nMAIL FROM:<evil@example.org>\r\n"_s;
    QCOMPARE(deliver(server.settings(), mail).kind, Delivery::Kind::Accepted);
    const auto got = server.nextMail();
    const auto headers = got.value(u"headers"_s).toObject();
    QVERIFY(!headers.contains(u"Bcc"_s) && !headers.contains(u"Cc"_s));
    QCOMPARE(got.value(u"recipients"_s).toInt(), 1);
    QVERIFY(headers.value(u"Subject"_s).toString().startsWith(u"x  Bcc: victim@example.org"_s));
    QVERIFY(headers.value(u"From"_s).toString().endsWith(u"<shop@example.com>"_s));
    QVERIFY(got.value(u"text"_s).toString().contains(u"MAIL FROM:<evil@example.org>"_s));
    QVERIFY(server.mails().empty());
}

void TestSmtpSession::longTextsKeepTheLineLimit()
{
    MailServer server;
    auto mail = message();
    mail.subject = QString(200, u'x') + QString(200, u'€') + u"🎁"_s.repeated(100);
    mail.text = u"🎁 = "_s.repeated(1'000) + u"\n"_s;
    QCOMPARE(deliver(server.settings(), mail).kind, Delivery::Kind::Accepted);
    const auto got = server.nextMail();
    QVERIFY(got.value(u"longest_line"_s).toInt() <= 77); // 76 and \r
    QCOMPARE(got.value(u"headers"_s).toObject().value(u"Subject"_s).toString(), mail.subject);
    QCOMPARE(got.value(u"text"_s).toString(), mail.text);
}

void TestSmtpSession::tellsWhatBecameOfIt_data()
{
    QTest::addColumn<QString>("recipient");
    QTest::addColumn<Delivery::Kind>("kind");
    QTest::addColumn<int>("replyCode");
    QTest::addColumn<bool>("mayHaveArrived");

    using enum Delivery::Kind;
    QTest::newRow("refused recipient") << u"refused@example.org"_s << Refused << 550 << false;
    QTest::newRow("deferred recipient") << u"later@example.org"_s << Deferred << 451 << false;
    QTest::newRow("refused content") << u"spam@example.org"_s << Refused << 554 << false;
    QTest::newRow("hangs up within the content") << u"dropped@example.org"_s << ServerFailed << 0 << true;
    QTest::newRow("wants a login") << u"locked@example.org"_s << ServerFailed << 530 << false;
    QTest::newRow("goes away") << u"closing@example.org"_s << ServerFailed << 421 << false;
    QTest::newRow("never answers the recipient") << u"silent@example.org"_s << ServerFailed << 0 << false;
    QTest::newRow("never answers the content") << u"mute@example.org"_s << ServerFailed << 0 << true;
}

void TestSmtpSession::tellsWhatBecameOfIt()
{
    QFETCH(QString, recipient);
    QFETCH(Delivery::Kind, kind);
    QFETCH(int, replyCode);
    QFETCH(bool, mayHaveArrived);

    MailServer server;
    const auto delivery = deliver(server.settings(), message(recipient), quick);
    QVERIFY2(delivery.kind == kind, qPrintable(delivery.why));
    QCOMPARE(delivery.replyCode, replyCode);
    QCOMPARE(delivery.mayHaveArrived, mayHaveArrived);
    QVERIFY(!delivery.why.isEmpty());
    if (replyCode > 0)
        QVERIFY2(delivery.why.startsWith(QString::number(replyCode)), qPrintable(delivery.why));
}

void TestSmtpSession::oneConnectionTakesMany()
{
    MailServer server;
    const auto settings = server.settings();
    SmtpSession session(settings, {}, {});
    const auto send = [&](const QString &to) {
        return session.send(message(to), SmtpSession::Next::More).kind;
    };
    QCOMPARE(send(u"a@example.org"_s), Delivery::Kind::Accepted);
    QCOMPARE(send(u"refused@example.org"_s), Delivery::Kind::Refused);
    QCOMPARE(send(u"later@example.org"_s), Delivery::Kind::Deferred);
    QCOMPARE(send(u"dropped@example.org"_s), Delivery::Kind::ServerFailed);
    QCOMPARE(send(u"b@example.org"_s), Delivery::Kind::Accepted);
    QCOMPARE(session.send(message(u"c@example.org"_s), SmtpSession::Next::Nothing).kind,
             Delivery::Kind::Accepted);
    QCOMPARE(server.mails().size(), 3U);
}

void TestSmtpSession::encryptsWhenOffered()
{
    MailServer server(certificate());
    QCOMPARE(deliver(server.settings()).kind, Delivery::Kind::Accepted);
    QVERIFY(server.nextMail().value(u"tls"_s).toBool());

    MailServer plain;
    QCOMPARE(deliver(plain.settings()).kind, Delivery::Kind::Accepted);
    QVERIFY(!plain.nextMail().value(u"tls"_s).toBool());
}

void TestSmtpSession::requiredTlsNeedsAProvenName()
{
    MailServer server(certificate());
    const auto unproven = deliver(server.settings(u"&tls=required"_s));
    QCOMPARE(unproven.kind, Delivery::Kind::ServerFailed);
    QVERIFY2(unproven.why.contains(u"certificate"_s), qPrintable(unproven.why));

    auto proven = server.settings(u"&tls=required&ca="_s + m_folder.filePath(u"cert.pem"_s));
    QCOMPARE(deliver(proven).kind, Delivery::Kind::Accepted);
    QVERIFY(server.nextMail().value(u"tls"_s).toBool());

    proven.host = u"localhost"_s; // the certificate names the address only
    QCOMPARE(deliver(proven).kind, Delivery::Kind::ServerFailed);
    QVERIFY(server.mails().empty());
}

void TestSmtpSession::requiredTlsNeedsTls()
{
    MailServer server;
    const auto delivery = deliver(server.settings(u"&tls=required"_s));
    QCOMPARE(delivery.kind, Delivery::Kind::ServerFailed);
    QVERIFY2(delivery.why.contains(u"tls=offered"_s), qPrintable(delivery.why));
    QVERIFY(server.mails().empty());
}

void TestSmtpSession::encryptsFromTheStart()
{
    MailServer server(certificate() + QStringList{u"--smtps"_s});
    auto settings = *SmtpSettings::fromUrl(u"smtps://127.0.0.1:%1?from=a@b.c&ca=%2"_s.arg(
        QString::number(server.port()), m_folder.filePath(u"cert.pem"_s)));
    const auto delivery = deliver(settings);
    QVERIFY2(delivery.kind == Delivery::Kind::Accepted, qPrintable(delivery.why));
    settings.authorities.clear();
    QCOMPARE(deliver(settings).kind, Delivery::Kind::ServerFailed);
}

void TestSmtpSession::signsIn()
{
    MailServer server({u"--login"_s, u"shop:p@ss w/rd"_s});
    QCOMPARE(deliver(server.settings({}, u"shop:p%40ss%20w%2Frd"_s)).kind, Delivery::Kind::Accepted);
    QCOMPARE(server.nextMail().value(u"login"_s).toString(), u"shop"_s);
    // Without a login the server refuses the sender with a 5xx: no fault of this mail's.
    QCOMPARE(deliver(server.settings()).kind, Delivery::Kind::ServerFailed);
}

void TestSmtpSession::saysNoPassword()
{
    MailServer server({u"--login"_s, u"shop:right"_s});
    const auto delivery = deliver(server.settings({}, u"shop:hunter2"_s));
    QCOMPARE(delivery.kind, Delivery::Kind::ServerFailed);
    QCOMPARE(delivery.replyCode, 535);
    QVERIFY2(!delivery.why.contains(u"hunter2"_s), qPrintable(delivery.why));
    // A server that repeats what it was told.
    const auto echoed = deliver(server.settings({}, u"shop:credentials"_s));
    QVERIFY2(echoed.why.contains(u"***"_s) && !echoed.why.contains(u"credentials"_s), qPrintable(echoed.why));
}

void TestSmtpSession::givesUpOnSilence()
{
    MailServer server({u"--fault"_s, u"no-greeting"_s});
    QElapsedTimer timer;
    timer.start();
    const auto delivery = deliver(server.settings(), message(), quick);
    QCOMPARE(delivery.kind, Delivery::Kind::ServerFailed);
    QVERIFY(!delivery.mayHaveArrived);
    QVERIFY(timer.elapsed() >= 1'500);
}

void TestSmtpSession::nobodyListens()
{
    QTcpServer free;
    QVERIFY(free.listen(QHostAddress::LocalHost));
    const quint16 port = free.serverPort();
    free.close();
    const auto delivery =
        deliver(*SmtpSettings::fromUrl(u"smtp://127.0.0.1:%1?from=a@b.c"_s.arg(port)), message(), quick);
    QCOMPARE(delivery.kind, Delivery::Kind::ServerFailed);
    QVERIFY2(delivery.why.contains(u"connect"_s), qPrintable(delivery.why));
}

void TestSmtpSession::stopInterrupts_data()
{
    QTest::addColumn<QString>("fault");
    QTest::addColumn<QString>("recipient");
    QTest::addColumn<QString>("event");
    QTest::addColumn<bool>("mayHaveArrived");

    QTest::newRow("no greeting") << u"no-greeting"_s << u"ada@example.org"_s << u"connection"_s << false;
    QTest::newRow("no answer to the recipient") << QString() << u"silent@example.org"_s << u"rcpt"_s << false;
    QTest::newRow("no answer to the content") << QString() << u"mute@example.org"_s << u"content"_s << true;
}

void TestSmtpSession::stopInterrupts()
{
    QFETCH(QString, fault);
    QFETCH(QString, recipient);
    QFETCH(QString, event);
    QFETCH(bool, mayHaveArrived);

    MailServer server(fault.isEmpty() ? QStringList() : QStringList{u"--fault"_s, fault});
    const auto settings = server.settings();
    const SmtpLimits patient{.connect = 600s, .total = 600s, .answer = 600s, .stopGrace = 300ms};
    Delivery delivery;
    std::jthread sender([&](const std::stop_token &stop) {
        SmtpSession session(settings, patient, stop);
        delivery = session.send(message(recipient), SmtpSession::Next::Nothing);
    });
    QVERIFY(server.nextEvent().contains(event));
    sender.request_stop();
    sender.join(); // or the test's own time is over
    QCOMPARE(delivery.kind, Delivery::Kind::Interrupted);
    QCOMPARE(delivery.mayHaveArrived, mayHaveArrived);
}

void TestSmtpSession::aGoodbyeThatHangsLosesNothing()
{
    MailServer server({u"--fault"_s, u"no-goodbye"_s});
    const auto settings = server.settings();
    const SmtpLimits patient{.connect = 600s, .total = 600s, .answer = 600s, .stopGrace = 300ms};
    Delivery delivery;
    std::jthread sender([&](const std::stop_token &stop) {
        SmtpSession session(settings, patient, stop);
        delivery = session.send(message(), SmtpSession::Next::Nothing);
    });
    QVERIFY(!server.nextMail().isEmpty());
    QVERIFY(server.nextEvent().contains(u"connection"_s));
    sender.request_stop();
    sender.join();
    QCOMPARE(delivery.kind, Delivery::Kind::Accepted);
}

QTEST_GUILESS_MAIN(TestSmtpSession)
#include "test_smtp_session.moc"
