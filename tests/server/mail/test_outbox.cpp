// SPDX-License-Identifier: GPL-3.0-only
#include "mail/outbox.h"
#include "tests/server/mail/sample_orders.h"

#include <QTest>

using namespace holdfast;
using namespace holdfast::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestOutbox final : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void anOrderAndItsMailAreOneTransaction();
    void nobodyWritesToACustomerWithoutAnAddress();
    void aClaimTellsTheOrder();
    void claimedMailIsNobodyElses();
    void claimsPassOverWhatOthersAreClaiming();
    void aLeaseThatEndedIsTakenOver();
    void settledMailStaysSettled();
    void retriesAreDueLater();
    void nobodyGivesUpWhileSomebodyCanSend();

private:
    std::vector<ClaimedMail> claim(Connection &connection, int limit = 100,
                                   std::chrono::milliseconds lease = 60s);

    std::unique_ptr<TestDatabase> m_database;
    std::unique_ptr<SampleOrders> m_orders;
};

namespace {

class Session final
{
public:
    explicit Session(TestDatabase &database)
        : connection(database.settings(), database.book())
    {
        if (!connection.open())
            qFatal("The test's own session cannot be opened");
    }

    Connection connection;
};

} // namespace

void TestOutbox::init()
{
    m_database = std::make_unique<TestDatabase>();
    m_orders = std::make_unique<SampleOrders>(*m_database);
}

void TestOutbox::cleanup()
{
    m_orders.reset();
    m_database.reset();
}

std::vector<ClaimedMail> TestOutbox::claim(Connection &connection, int limit, std::chrono::milliseconds lease)
{
    auto claimed = claimMails(connection, limit, lease);
    if (!claimed)
        qFatal("%s", qPrintable(claimed.error().text));
    return claimed->mails;
}

void TestOutbox::anOrderAndItsMailAreOneTransaction()
{
    const auto ada = m_orders->addCustomer(u"ada@example.org"_s);
    m_database->exec(u"BEGIN"_s);
    m_orders->addOrder(ada);
    QCOMPARE(m_orders->countOf(u"pending"_s), 1);
    m_database->exec(u"ROLLBACK"_s);
    QCOMPARE(m_orders->countOf(u"pending"_s), 0);
    m_orders->addOrder(ada);
    QCOMPARE(m_orders->countOf(u"pending"_s), 1);
}

void TestOutbox::nobodyWritesToACustomerWithoutAnAddress()
{
    m_orders->addOrder(QString());
    QCOMPARE(m_database->scalar<qint64>(u"SELECT count(*) FROM outbox"_s), 0);
}

void TestOutbox::aClaimTellsTheOrder()
{
    const auto order = m_orders->addOrder(u"ada@example.org"_s);
    const auto claimed = claimMails(m_database->connection(), 10, 60s);
    QVERIFY(claimed);
    QCOMPARE(claimed->mails.size(), 1U);
    QCOMPARE(claimed->mails.front().recipient, u"ada@example.org"_s);
    QCOMPARE(claimed->mails.front().attempt, 1);
    const auto &told = claimed->orders.at(order);
    QCOMPARE(told.amount.text(), u"179.80"_s);
    QCOMPARE(told.currency, u"EUR"_s);
    QCOMPARE(told.lines.size(), 2U);
    QCOMPARE(told.lines.front().product, u"„Läufer“ & Söhne"_s);
    QCOMPARE(told.lines.front().quantity, 2);
    QCOMPARE(told.lines.front().unitPrice->text(), u"89.90"_s);
    QVERIFY(!told.lines.back().unitPrice);
}

void TestOutbox::claimedMailIsNobodyElses()
{
    for (int count = 0; count < 5; ++count)
        m_orders->addOrder(u"c%1@example.org"_s.arg(count));
    Session other(*m_database);
    QCOMPARE(claim(m_database->connection(), 3).size(), 3U);
    QCOMPARE(claim(other.connection).size(), 2U);
    QCOMPARE(claim(m_database->connection()).size(), 0U);
}

void TestOutbox::claimsPassOverWhatOthersAreClaiming()
{
    m_orders->addOrder(u"a@example.org"_s);
    m_orders->addOrder(u"b@example.org"_s);
    Session other(*m_database);
    m_database->exec(u"BEGIN; SELECT 1 FROM outbox WHERE recipient = 'a@example.org' FOR UPDATE"_s);
    const auto mails = claim(other.connection);
    m_database->exec(u"ROLLBACK"_s);
    QCOMPARE(mails.size(), 1U);
    QCOMPARE(mails.front().recipient, u"b@example.org"_s);
}

void TestOutbox::aLeaseThatEndedIsTakenOver()
{
    const auto order = m_orders->addOrder(u"ada@example.org"_s);
    const auto killed = claim(m_database->connection(), 10, 0ms);
    Session other(*m_database);
    const auto taken = claim(other.connection);
    QCOMPARE(taken.size(), 1U);
    QCOMPARE(taken.front().attempt, 2);
    // The first comes back to life, and finds that the mail is no longer its own.
    const auto late = killed.front();
    QVERIFY(settleMail(m_database->connection(),
                       {late.id, late.attempt, MailSettlement::State::Dead, {}, u"late"_s}));
    QCOMPARE(m_orders->stateOf(order), u"pending"_s);
    QVERIFY(settleMail(other.connection, {late.id, 2, MailSettlement::State::Sent, {}, {}}));
    QCOMPARE(m_orders->stateOf(order), u"sent"_s);
}

void TestOutbox::settledMailStaysSettled()
{
    const auto order = m_orders->addOrder(u"ada@example.org"_s);
    const auto mail = claim(m_database->connection()).front();
    const MailSettlement sent{mail.id, mail.attempt, MailSettlement::State::Sent, {}, {}};
    QVERIFY(settleMail(m_database->connection(), sent));
    QVERIFY(settleMail(m_database->connection(), sent));
    QVERIFY(settleMail(m_database->connection(),
                       {mail.id, mail.attempt, MailSettlement::State::Pending, {}, u"x"_s}));
    QCOMPARE(m_orders->stateOf(order), u"sent"_s);
    QCOMPARE(m_orders->lastErrorOf(order), QString());
}

void TestOutbox::retriesAreDueLater()
{
    const auto order = m_orders->addOrder(u"ada@example.org"_s);
    const auto mail = claim(m_database->connection()).front();
    QVERIFY(settleMail(m_database->connection(),
                       {mail.id, mail.attempt, MailSettlement::State::Pending, 1h, u"451 later"_s}));
    QCOMPARE(m_orders->lastErrorOf(order), u"451 later"_s);
    QVERIFY(claim(m_database->connection()).empty());
    m_database->exec(u"UPDATE outbox SET next_attempt_at = next_attempt_at - interval '61 minutes'"_s);
    QCOMPARE(claim(m_database->connection()).size(), 1U);
}

void TestOutbox::nobodyGivesUpWhileSomebodyCanSend()
{
    const auto order = m_orders->addOrder(u"ada@example.org"_s);
    {
        Session sender(*m_database);
        QVERIFY(announceMailSender(sender.connection));
        QVERIFY(giveUpMails(m_database->connection(), 10)->empty());
        QCOMPARE(m_orders->stateOf(order), u"pending"_s);
    }
    // Its session ends on the server a moment after it has left.
    const auto isGivenUp = [&] {
        return giveUpMails(m_database->connection(), 10) && m_orders->stateOf(order) == u"not_sent"_s;
    };
    QTRY_VERIFY(isGivenUp());
}

QTEST_GUILESS_MAIN(TestOutbox)
#include "test_outbox.moc"
