// SPDX-License-Identifier: GPL-3.0-only
#include "accounts/customer_directory.h"

#include <QTest>

#include <thread>
#include <vector>

using namespace holdfast;
using namespace Qt::StringLiterals;

class TestCustomerDirectory final : public QObject
{
    Q_OBJECT

private slots:
    void unknownNameGetsAProposal();
    void unknownIdNamesItself();
    void learntCustomerIsFoundByNameAndById();
    void idLearntBeforeTheNameIsKnown();
    void nameStaysWhenTheIdIsLearntAgain();
    void keepsTheLastAndForgetsTheOldest();
    void everyOneOfManyIsFound();
    void learnsWhileOthersFind();
};

void TestCustomerDirectory::unknownNameGetsAProposal()
{
    const CustomerDirectory directory;
    const auto customer = directory.find(u"user123"_s);
    QCOMPARE(customer.username, u"user123"_s);
    QVERIFY(!customer.isKnown);
    QVERIFY(!(customer.id == directory.find(u"user123"_s).id));
    QCOMPARE(customer.id.text().at(14), QChar(u'7')); // the version
}

void TestCustomerDirectory::unknownIdNamesItself()
{
    const CustomerDirectory directory;
    const auto customer = directory.find(u"0190A5D0-AC96-774B-BCCE-B302099A8057"_s);
    QCOMPARE(customer.id.text(), u"0190a5d0-ac96-774b-bcce-b302099a8057"_s);
    QCOMPARE(customer.username, customer.id.text());
    QVERIFY(!customer.isKnown);
}

void TestCustomerDirectory::learntCustomerIsFoundByNameAndById()
{
    CustomerDirectory directory;
    const auto id = UserId::make();
    directory.learn({{u"alice"_s, id}, {u"bob"_s, UserId::make()}});

    for (const auto &name : {u"alice"_s, id.text(), id.text().toUpper()}) {
        const auto customer = directory.find(name);
        QVERIFY(customer.isKnown);
        QVERIFY(customer.id == id);
        QCOMPARE(customer.username, u"alice"_s);
    }
    // Usernames tell capitals apart, as the database does.
    QVERIFY(!directory.find(u"Alice"_s).isKnown);
}

void TestCustomerDirectory::idLearntBeforeTheNameIsKnown()
{
    CustomerDirectory directory;
    const auto id = UserId::make();
    directory.learn(id.text(), id);
    QVERIFY(directory.find(id.text()).isKnown);
    QCOMPARE(directory.find(id.text()).username, id.text());
    QVERIFY(!directory.find(u"alice"_s).isKnown);

    directory.learn(u"alice"_s, id);
    QCOMPARE(directory.find(id.text()).username, u"alice"_s);
}

void TestCustomerDirectory::nameStaysWhenTheIdIsLearntAgain()
{
    CustomerDirectory directory;
    const auto id = UserId::make();
    directory.learn(u"alice"_s, id);
    directory.learn(id.text(), id);
    QCOMPARE(directory.find(id.text()).username, u"alice"_s);
}

void TestCustomerDirectory::keepsTheLastAndForgetsTheOldest()
{
    constexpr int kept = 100;
    CustomerDirectory directory(kept);
    for (int number = 0; number < 10 * kept; ++number)
        directory.learn(u"user%1"_s.arg(number), UserId::make());

    int known = 0;
    for (int number = 0; number < 10 * kept; ++number)
        known += directory.find(u"user%1"_s.arg(number)).isKnown ? 1 : 0;
    QVERIFY2(known >= kept && known <= 2 * kept, qPrintable(QString::number(known)));
    QVERIFY(directory.find(u"user999"_s).isKnown);
    QVERIFY(!directory.find(u"user0"_s).isKnown);
}

void TestCustomerDirectory::everyOneOfManyIsFound()
{
    constexpr int customers = 20'000;
    CustomerDirectory directory;
    std::vector<UserId> ids;
    for (int number = 0; number < customers; ++number) {
        ids.push_back(UserId::make());
        directory.learn(u"user%1"_s.arg(number), ids.back());
    }
    for (int number = 0; number < customers; ++number) {
        const auto customer = directory.find(u"user%1"_s.arg(number));
        QVERIFY(customer.isKnown && customer.id == ids[static_cast<size_t>(number)]);
        QVERIFY(!directory.find(u"other%1"_s.arg(number)).isKnown);
    }
}

void TestCustomerDirectory::learnsWhileOthersFind()
{
    CustomerDirectory directory(50);
    const auto work = [&directory](int first) {
        for (int number = first; number < first + 500; ++number) {
            const auto id = UserId::make();
            directory.learn(u"user%1"_s.arg(number), id);
            static_cast<void>(directory.find(u"user%1"_s.arg(number - 100)));
            static_cast<void>(directory.find(id.text()));
        }
    };
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < 4; ++thread)
        threads.emplace_back(work, thread * 250);
    threads.clear();
    QVERIFY(directory.find(u"user1249"_s).username == u"user1249"_s);
}

QTEST_GUILESS_MAIN(TestCustomerDirectory)
#include "test_customer_directory.moc"
