// SPDX-License-Identifier: GPL-3.0-only
#include "mail/mail_worker.h"
#include "metrics/registry.h"
#include "tests/server/mail/mail_server.h"
#include "tests/server/mail/sample_orders.h"
#include "tests/server/metrics/scrape.h"

#include <QRegularExpression>
#include <QTcpServer>
#include <QTest>

#include <set>

using namespace holdfast;
using namespace holdfast::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestMailWorker final : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void confirmsAnOrder();
    void writesToAddressesOfEveryScript();
    void wakesForNewMail();
    void refusedIsDeadAtOnce();
    void deferredIsTriedAgain();
    void givesUpAfterSomeAttempts();
    void countsWhatCameOfIt();
    void anAddressNobodyCanWriteToIsDead();
    void aDroppedConnectionIsTriedAgain();
    void aSilentServerKeepsTheMail();
    void theRestOfAFailedRoundIsNotUsedUp();
    void aServerThatComesBackGetsItAll();
    void twoWorkersShare();
    void aKilledWorkersMailIsTakenOver();
    void databaseLostMeanwhile();
    void stopsWhileAServerHangs();
    void withoutAServerNothingIsSent();
    void anotherServersMailIsLeftAlone();
    void aSenderThatConnectsAnewFindsItsMail();

private:
    std::unique_ptr<MailWorker> worker(const std::optional<SmtpSettings> &settings,
                                       const MailPace &pace = quick);

    static const MailPace quick;
    std::unique_ptr<TestDatabase> m_database;
    std::unique_ptr<SampleOrders> m_orders;
};

const MailPace TestMailWorker::quick{.poll = 50ms,
                                     .aloneMin = 0ms,
                                     .batchMax = 10,
                                     .lease = 600s,
                                     .attemptsMax = 50,
                                     .retryFirst = 20ms,
                                     .retryMax = 100ms,
                                     .restFirst = 10ms,
                                     .restMax = 100ms,
                                     .limits = {}};

namespace {

constexpr int patienceMs = 60'000;

MailPace impatient(MailPace pace)
{
    pace.limits = {.connect = 1s, .total = 1s, .answer = 1s, .stopGrace = 300ms};
    return pace;
}

QRegularExpression text(const char *pattern)
{
    return QRegularExpression(QString::fromLatin1(pattern));
}

quint16 freePort()
{
    QTcpServer server;
    if (!server.listen(QHostAddress::LocalHost))
        qFatal("No free port");
    return server.serverPort();
}

} // namespace

void TestMailWorker::init()
{
    m_database = std::make_unique<TestDatabase>();
    m_orders = std::make_unique<SampleOrders>(*m_database);
}

void TestMailWorker::cleanup()
{
    m_orders.reset();
    m_database.reset();
}

std::unique_ptr<MailWorker> TestMailWorker::worker(const std::optional<SmtpSettings> &settings,
                                                   const MailPace &pace)
{
    auto made = std::make_unique<MailWorker>(m_database->settings(), m_database->book(), settings, pace);
    made->start();
    return made;
}

void TestMailWorker::confirmsAnOrder()
{
    MailServer server;
    const auto order = m_orders->addOrder(u"ada@example.org"_s);
    const auto mailer = worker(server.settings());
    const auto mail = server.nextMail();
    QCOMPARE(mail.value(u"to"_s).toString(), u"ada@example.org"_s);
    QCOMPARE(mail.value(u"message_id"_s).toString(), u"<order.%1@example.com>"_s.arg(order.text()));
    QCOMPARE(mail.value(u"headers"_s).toObject().value(u"Subject"_s).toString(),
             u"Your order: „Läufer“ & Söhne and 1 more"_s);
    const QString body = mail.value(u"text"_s).toString();
    QVERIFY2(body.contains(u"2 × „Läufer“ & Söhne: 179.80 EUR (89.90 each)\n"_s), qPrintable(body));
    QVERIFY2(body.contains(u"1 × gift: 0.00 EUR\n"_s), qPrintable(body));
    QVERIFY2(body.contains(u"Total: 179.80 EUR\n"_s), qPrintable(body));
    QVERIFY2(body.contains(order.text()), qPrintable(body));
    QTRY_COMPARE_WITH_TIMEOUT(m_orders->stateOf(order), u"sent"_s, patienceMs);
    QVERIFY(server.mails().empty());
    QCOMPARE(m_orders->attemptsOf(order), 1);
}

void TestMailWorker::writesToAddressesOfEveryScript()
{
    MailServer server;
    m_orders->addOrder(u"jürgen@bücher.example"_s);
    auto settings = server.settings();
    settings.from = u"laden@bücher.example"_s;
    const auto mailer = worker(settings);
    const auto mail = server.nextMail();
    QCOMPARE(mail.value(u"to"_s).toString(), u"jürgen@xn--bcher-kva.example"_s);
    QCOMPARE(mail.value(u"from"_s).toString(), u"laden@xn--bcher-kva.example"_s);
    QVERIFY(mail.value(u"message_id"_s).toString().endsWith(u"@xn--bcher-kva.example>"_s));
}

void TestMailWorker::wakesForNewMail()
{
    MailServer server;
    auto slow = quick;
    slow.poll = 600s;
    const auto mailer = worker(server.settings(), slow);
    for (int count = 0; count < 3; ++count) {
        m_orders->addOrder(u"c%1@example.org"_s.arg(count));
        mailer->wake();
        QVERIFY(!server.nextMail().isEmpty());
    }
}

void TestMailWorker::refusedIsDeadAtOnce()
{
    MailServer server;
    QTest::ignoreMessage(QtWarningMsg, text("is given up after 1 attempts .reply 550"));
    QTest::ignoreMessage(QtWarningMsg, text("is given up after 1 attempts .reply 554"));
    const auto refused = m_orders->addOrder(u"refused@example.org"_s);
    const auto spam = m_orders->addOrder(u"spam@example.org"_s);
    const auto mailer = worker(server.settings());
    QTRY_COMPARE_WITH_TIMEOUT(m_orders->stateOf(refused), u"dead"_s, patienceMs);
    QTRY_COMPARE_WITH_TIMEOUT(m_orders->stateOf(spam), u"dead"_s, patienceMs);
    QVERIFY(m_orders->lastErrorOf(refused).contains(u"550 5.1.1"_s));
    QCOMPARE(m_orders->attemptsOf(refused), 1);
}

void TestMailWorker::deferredIsTriedAgain()
{
    MailServer server;
    const auto order = m_orders->addOrder(u"later@example.org"_s);
    const auto mailer = worker(server.settings());
    QTRY_COMPARE_WITH_TIMEOUT(m_orders->stateOf(order), u"sent"_s, patienceMs);
    QCOMPARE(m_orders->attemptsOf(order), 3);
    QCOMPARE(server.mails().size(), 1U);
}

void TestMailWorker::givesUpAfterSomeAttempts()
{
    MailServer server;
    QTest::ignoreMessage(QtWarningMsg, text("is given up after 2 attempts .reply 451"));
    auto pace = quick;
    pace.attemptsMax = 2;
    const auto order = m_orders->addOrder(u"later@example.org"_s);
    const auto mailer = worker(server.settings(), pace);
    QTRY_COMPARE_WITH_TIMEOUT(m_orders->stateOf(order), u"dead"_s, patienceMs);
    QVERIFY(m_orders->lastErrorOf(order).contains(u"451"_s));
}

void TestMailWorker::countsWhatCameOfIt()
{
    MailServer server;
    QTest::ignoreMessage(QtWarningMsg, text("is given up after 1 attempts .reply 550"));
    for (const auto &recipient : {u"ada@example.org"_s, u"refused@example.org"_s, u"later@example.org"_s})
        m_orders->addOrder(recipient);
    const auto mailer = worker(server.settings());
    metrics::Registry registry;
    mailer->addTo(registry);
    const auto counted = [&registry](const QString &result) {
        return Scrape(registry.text()).sum(u"holdfast_mail_attempts_total"_s, {{u"result"_s, result}});
    };
    QTRY_COMPARE_WITH_TIMEOUT(m_orders->countOf(u"sent"_s), 2, patienceMs);
    QTRY_COMPARE_WITH_TIMEOUT(m_orders->countOf(u"dead"_s), 1, patienceMs);
    QCOMPARE(counted(u"sent"_s), 2.0);
    QCOMPARE(counted(u"dead"_s), 1.0);
    QCOMPARE(counted(u"deferred"_s), 2.0); // by a server that says "later" twice
    QCOMPARE(counted(u"not_sent"_s), 0.0);
}

void TestMailWorker::anAddressNobodyCanWriteToIsDead()
{
    MailServer server;
    QTest::ignoreMessage(QtWarningMsg, text("is given up"));
    const auto order = m_orders->addOrder(u"x@y.z> bcc: <a@b.c"_s);
    const auto mailer = worker(server.settings());
    QTRY_COMPARE_WITH_TIMEOUT(m_orders->stateOf(order), u"dead"_s, patienceMs);
    QVERIFY(server.mails().empty());
}

void TestMailWorker::aDroppedConnectionIsTriedAgain()
{
    MailServer server;
    QTest::ignoreMessage(QtWarningMsg, text("takes no mail"));
    const auto order = m_orders->addOrder(u"dropped@example.org"_s);
    const auto mailer = worker(server.settings());
    QTRY_COMPARE_WITH_TIMEOUT(m_orders->stateOf(order), u"sent"_s, patienceMs);
    QCOMPARE(server.mails().size(), 1U);
}

void TestMailWorker::aSilentServerKeepsTheMail()
{
    MailServer server({u"--fault"_s, u"no-greeting"_s});
    QTest::ignoreMessage(QtWarningMsg, text("takes no mail"));
    const auto order = m_orders->addOrder(u"ada@example.org"_s);
    const auto mailer = worker(server.settings(), impatient(quick));
    QTRY_VERIFY_WITH_TIMEOUT(m_orders->attemptsOf(order) >= 3, patienceMs);
    QCOMPARE(m_orders->stateOf(order), u"pending"_s);
    QVERIFY(!m_orders->lastErrorOf(order).isEmpty());
}

void TestMailWorker::theRestOfAFailedRoundIsNotUsedUp()
{
    QTest::ignoreMessage(QtWarningMsg, text("takes no mail"));
    for (int count = 0; count < 10; ++count)
        m_orders->addOrder(u"c%1@example.org"_s.arg(count));
    const auto nobody = SmtpSettings::fromUrl(u"smtp://127.0.0.1:%1?from=a@b.c"_s.arg(freePort()));
    auto pace = quick;
    pace.retryFirst = pace.retryMax = 600s;
    const auto mailer = worker(*nobody, pace);
    // All were claimed at first, one was tried; then one by one.
    const auto untried = u"SELECT count(*)::integer FROM outbox WHERE last_error = '' AND attempts > 1"_s;
    QTRY_COMPARE_WITH_TIMEOUT(
        m_database->scalar<int>(u"SELECT count(*)::integer FROM outbox WHERE last_error <> ''"_s), 10,
        patienceMs);
    QCOMPARE(m_database->scalar<int>(untried), 0);
    QCOMPARE(m_database->scalar<int>(u"SELECT max(attempts) FROM outbox"_s), 2);
}

void TestMailWorker::aServerThatComesBackGetsItAll()
{
    QTest::ignoreMessage(QtWarningMsg, text("takes no mail"));
    QTest::ignoreMessage(QtInfoMsg, text("takes mail again"));
    for (int count = 0; count < 25; ++count)
        m_orders->addOrder(u"c%1@example.org"_s.arg(count));
    const quint16 port = freePort();
    const auto settings = SmtpSettings::fromUrl(u"smtp://127.0.0.1:%1?from=a@b.c"_s.arg(port));
    const auto mailer = worker(*settings);
    QTRY_VERIFY_WITH_TIMEOUT(m_database->scalar<bool>(u"SELECT bool_or(last_error <> '') FROM outbox"_s),
                             patienceMs);
    MailServer server({u"--port"_s, QString::number(port)});
    QTRY_COMPARE_WITH_TIMEOUT(m_orders->countOf(u"sent"_s), 25, patienceMs);
    QCOMPARE(server.mails().size(), 25U);
}

void TestMailWorker::twoWorkersShare()
{
    constexpr int mails = 200;
    MailServer one;
    MailServer other;
    for (int count = 0; count < mails; ++count)
        m_orders->addOrder(u"c%1@example.org"_s.arg(count));
    const auto first = worker(one.settings());
    const auto second = worker(other.settings());
    QTRY_COMPARE_WITH_TIMEOUT(m_orders->countOf(u"sent"_s), mails, patienceMs);
    std::set<QString> ids;
    size_t sent = 0;
    for (auto *server : {&one, &other}) {
        const auto taken = server->mails();
        QVERIFY2(!taken.empty(), "one of them did all the work");
        sent += taken.size();
        for (const auto &mail : taken)
            ids.insert(mail.value(u"message_id"_s).toString());
    }
    QCOMPARE(sent, size_t(mails));
    QCOMPARE(ids.size(), size_t(mails));
    QCOMPARE(m_database->scalar<int>(u"SELECT max(attempts) FROM outbox"_s), 1);
}

void TestMailWorker::aKilledWorkersMailIsTakenOver()
{
    MailServer server;
    const auto order = m_orders->addOrder(u"ada@example.org"_s);
    // What a worker leaves that was killed after its claim.
    m_database->exec(
        u"UPDATE outbox SET attempts = 1, next_attempt_at = clock_timestamp() + interval '1 second'"_s);
    const auto mailer = worker(server.settings());
    QTRY_COMPARE_WITH_TIMEOUT(m_orders->stateOf(order), u"sent"_s, patienceMs);
    QCOMPARE(m_orders->attemptsOf(order), 2);
}

// The mail server has the mail, and then there is no database to mark that in: it is marked once it is back.
void TestMailWorker::databaseLostMeanwhile()
{
    MailServer server;
    QTest::ignoreMessage(QtWarningMsg, text("Mail waits for the database"));
    const auto order = m_orders->addOrder(u"held@example.org"_s);
    auto pace = quick;
    pace.lease = 600s; // nobody could take it over
    const auto mailer = worker(server.settings(), pace);
    QVERIFY(server.nextEvent().contains(u"content"_s));
    m_database->terminateSessions();
    server.goOn();
    QVERIFY(!server.nextMail().isEmpty());
    QTRY_COMPARE_WITH_TIMEOUT(m_orders->stateOf(order), u"sent"_s, patienceMs);
    QCOMPARE(m_orders->attemptsOf(order), 1);
    QVERIFY(server.mails().empty());
}

void TestMailWorker::stopsWhileAServerHangs()
{
    MailServer server;
    auto pace = quick;
    pace.limits = {.connect = 600s, .total = 600s, .answer = 600s, .stopGrace = 300ms};
    pace.lease = 3'600s;
    const auto silent = m_orders->addOrder(u"silent@example.org"_s);
    const auto mailer = worker(server.settings(), pace);
    QVERIFY(server.nextEvent().contains(u"rcpt"_s));
    mailer->stop(); // or the test's own time is over
    QCOMPARE(m_orders->stateOf(silent), u"pending"_s);
    QVERIFY(m_database->scalar<bool>(u"SELECT bool_and(next_attempt_at <= clock_timestamp()) FROM outbox"_s));
}

void TestMailWorker::withoutAServerNothingIsSent()
{
    const auto order = m_orders->addOrder(u"ada@example.org"_s);
    const QString logged =
        u"Not sent, as there is no SMTP_URL: the confirmations of the orders %1"_s.arg(order.text());
    QTest::ignoreMessage(QtInfoMsg, qPrintable(logged));
    const auto mailer = worker(std::nullopt);
    QTRY_COMPARE_WITH_TIMEOUT(m_orders->stateOf(order), u"not_sent"_s, patienceMs);
}

void TestMailWorker::anotherServersMailIsLeftAlone()
{
    QTest::ignoreMessage(QtWarningMsg, text("takes no mail"));
    const auto away = SmtpSettings::fromUrl(u"smtp://127.0.0.1:%1?from=a@b.c"_s.arg(freePort()));
    const auto order = m_orders->addOrder(u"ada@example.org"_s);
    const auto sender = worker(*away);
    QTRY_VERIFY_WITH_TIMEOUT(m_orders->attemptsOf(order) >= 1, patienceMs);
    const auto beside = worker(std::nullopt);
    const int before = m_orders->attemptsOf(order);
    QTRY_VERIFY_WITH_TIMEOUT(m_orders->attemptsOf(order) >= before + 5, patienceMs);
    QCOMPARE(m_orders->stateOf(order), u"pending"_s);
}

// After the database was away all connect anew, and the one that cannot send may be the first.
void TestMailWorker::aSenderThatConnectsAnewFindsItsMail()
{
    MailServer server;
    auto patient = quick;
    patient.aloneMin = 600s;
    const auto beside = worker(std::nullopt, patient);
    const auto order = m_orders->addOrder(u"ada@example.org"_s);
    QTest::qWait(500); // several looks of the one beside
    QCOMPARE(m_orders->stateOf(order), u"pending"_s);
    const auto sender = worker(server.settings());
    QTRY_COMPARE_WITH_TIMEOUT(m_orders->stateOf(order), u"sent"_s, patienceMs);
}

QTEST_GUILESS_MAIN(TestMailWorker)
#include "test_mail_worker.moc"
