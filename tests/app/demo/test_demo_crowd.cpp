// SPDX-License-Identifier: GPL-3.0-only
#include "app/demo/crowd.h"
#include "app/demo/demo.h"
#include "tests/app/demo/demo_shop.h"
#include "tests/app/demo/relay.h"

#include <QRegularExpression>
#include <QTest>

using namespace holdfast;
using namespace holdfast::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr int deadlineMs = 90'000;

/// Pairs of holds of one customer on one product that lived at the same time.
const QString overlappingHolds =
    u"reservations a JOIN reservations b ON a.user_id = b.user_id AND a.product_id = b.product_id "
    "AND a.id < b.id AND a.created_at < least(b.ended_at, b.expires_at) "
    "AND b.created_at < least(a.ended_at, a.expires_at)"_s;

/// Everything happens, soon, to few people.
DemoPace livelyPace()
{
    DemoPace pace = quickPace();
    pace.visitsPerSecondRush = 200.0;
    pace.customers = 60;
    pace.hopefulShare = 0.3;
    pace.walkAwayShare = 0.25;
    pace.cancelShare = 0.2;
    pace.extendShare = 0.2;
    return pace;
}

const Goods livelyGoods{{.stock = 10, .perUserLimit = 1, .holdSeconds = 1},
                        {.stock = 20, .perUserLimit = 4, .holdSeconds = 1},
                        {.stock = 60, .perUserLimit = {}, .holdSeconds = 1},
                        {.stock = 40, .perUserLimit = 2, .holdSeconds = 2}};

bool everythingHappened(const Tally &tally)
{
    return tally.held >= 300 && tally.bought >= 100 && tally.cancelled >= 20 && tally.extended >= 10
        && tally.walkedAway >= 20 && tally.soldOut >= 5 && tally.limitReached >= 5 && tally.alreadyHeld >= 1
        && tally.restocked >= 2;
}

QString unexpectedOf(const Tally &tally)
{
    return QStringList(tally.unexpected.keys()).join(u", "_s);
}

} // namespace

class TestDemoCrowd final : public QObject
{
    Q_OBJECT

private slots:
    void aLivelySaleAddsUp();
    void theCheckOfTwoHoldsFindsThem();
    void goesOnAfterTheDatabaseWasAway();
    void goesOnAfterTheServerWasAway();
    void theOperatorLeavesOtherCataloguesAlone();
    void nobodyComesIntoAFullShop();
    void theDemoSells();
    void theDemoEndsAtOnce_data();
    void theDemoEndsAtOnce();
};

void TestDemoCrowd::aLivelySaleAddsUp()
{
    DemoShop shop(livelyGoods);
    Crowd crowd(shop.url(), livelyPace(), 1);
    const Tally &tally = crowd.tally();
    crowd.openDoors();
    const bool happened = QTest::qWaitFor([&tally] { return everythingHappened(tally); }, deadlineMs);
    QVERIFY2(happened, qPrintable(tally.text()));
    crowd.closeDoors();
    QTRY_COMPARE_WITH_TIMEOUT(crowd.shoppersInside(), 0, deadlineMs);

    QVERIFY2(tally.unexpected.isEmpty(), qPrintable(unexpectedOf(tally)));
    QCOMPARE(tally.unreachable, 0);
    QCOMPARE(shop.count(u"orders"_s), tally.bought);
    QCOMPARE(shop.count(u"reservations"_s), tally.held);
    QCOMPARE(shop.count(u"reservations WHERE status = 'cancelled'"_s), tally.cancelled);
    QCOMPARE(shop.count(u"stock_movements WHERE kind = 'restocked' AND reason <> ''"_s), tally.restocked);
    QTRY_COMPARE_WITH_TIMEOUT(shop.count(u"reservations WHERE status = 'active'"_s), 0, deadlineMs);
    QVERIFY(shop.count(u"reservations WHERE status = 'expired'"_s) > 0);
    QCOMPARE(shop.count(overlappingHolds), 0);
    QCOMPARE(shop.count(u"products WHERE sold_stock > total_stock"_s), 0);
    QCOMPARE(shop.service().auditFaults(), QStringList());
}

void TestDemoCrowd::theCheckOfTwoHoldsFindsThem()
{
    DemoShop shop(Goods{{.stock = 5}});
    Tally tally;
    shop.visit(u"ada.sato"_s, quickPace(), tally);
    shop.database().exec(u"INSERT INTO reservations (id, product_id, user_id, quantity, status, created_at, "
                         u"expires_at, ended_at) "
                         "SELECT gen_random_uuid(), product_id, user_id, quantity, 'cancelled', created_at, "
                         "expires_at, ended_at "
                         "FROM reservations"_s);
    QCOMPARE(shop.count(overlappingHolds), 1);
}

void TestDemoCrowd::goesOnAfterTheDatabaseWasAway()
{
    DemoShop shop(livelyGoods);
    Crowd crowd(shop.url(), livelyPace(), 2);
    const Tally &tally = crowd.tally();
    crowd.openDoors();
    QTRY_VERIFY_WITH_TIMEOUT(tally.bought >= 20, deadlineMs);
    shop.service().takeDatabaseAway();
    QTRY_VERIFY_WITH_TIMEOUT(tally.askedToWait >= 10, deadlineMs);
    shop.service().bringDatabaseBack();
    const int before = tally.bought;
    QTRY_VERIFY_WITH_TIMEOUT(tally.bought >= before + 20, deadlineMs);
    crowd.closeDoors();
    QTRY_COMPARE_WITH_TIMEOUT(crowd.shoppersInside(), 0, deadlineMs);
    QVERIFY2(tally.unexpected.isEmpty(), qPrintable(unexpectedOf(tally)));
    QVERIFY(shop.count(u"orders"_s) >= tally.bought);
    QCOMPARE(shop.service().auditFaults(), QStringList());
}

void TestDemoCrowd::goesOnAfterTheServerWasAway()
{
    DemoShop shop(livelyGoods);
    Relay relay(shop.service().port());
    Crowd crowd(relay.url(), livelyPace(), 3);
    const Tally &tally = crowd.tally();
    relay.pullPlug();
    crowd.openDoors();
    QTRY_VERIFY_WITH_TIMEOUT(tally.unreachable >= 10, deadlineMs);
    QCOMPARE(tally.held, 0);
    relay.plugIn();
    QTRY_VERIFY_WITH_TIMEOUT(tally.bought >= 20, deadlineMs);

    const int refusedBefore = tally.unreachable;
    relay.pullPlug();
    QTRY_VERIFY_WITH_TIMEOUT(tally.unreachable >= refusedBefore + 10, deadlineMs);
    relay.plugIn();
    const int boughtBefore = tally.bought;
    QTRY_VERIFY_WITH_TIMEOUT(tally.bought >= boughtBefore + 20, deadlineMs);
    crowd.closeDoors();
    QTRY_COMPARE_WITH_TIMEOUT(crowd.shoppersInside(), 0, deadlineMs);
    QVERIFY2(tally.unexpected.isEmpty(), qPrintable(unexpectedOf(tally)));
    QCOMPARE(shop.count(overlappingHolds), 0);
    QCOMPARE(shop.service().auditFaults(), QStringList());
}

void TestDemoCrowd::theOperatorLeavesOtherCataloguesAlone()
{
    DemoShop shop(Goods{});
    shop.addOtherProduct({.stock = 0});
    shop.addOtherProduct({.stock = 5});
    // Told once, not in every round.
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"no sale called Autumn Flash Sale"_s));
    QTest::failOnWarning(QRegularExpression(u"no sale called"_s));
    Crowd crowd(shop.url(), quickPace(), 6);
    crowd.openDoors();
    QTRY_VERIFY_WITH_TIMEOUT(crowd.tally().visits >= 100, deadlineMs);
    QCOMPARE(crowd.tally().restocked, 0);
    QCOMPARE(shop.count(u"stock_movements WHERE kind = 'restocked'"_s), 0);
    QCOMPARE(shop.count(u"reservations"_s), 0);
}

void TestDemoCrowd::nobodyComesIntoAFullShop()
{
    DemoShop shop(Goods{{.stock = 50}});
    DemoPace pace = quickPace();
    pace.shoppersMax = 3;
    pace.thinkMin = pace.thinkMax = 300ms;
    Crowd crowd(shop.url(), pace, 4);
    int insideMax = 0;
    crowd.openDoors();
    const auto eightBought = [&] {
        insideMax = std::max(insideMax, crowd.shoppersInside());
        return crowd.tally().bought >= 8;
    };
    QVERIFY(QTest::qWaitFor(eightBought, deadlineMs));
    QCOMPARE(insideMax, 3);
}

void TestDemoCrowd::theDemoSells()
{
    DemoShop shop;
    DemoPace pace = livelyPace();
    pace.customers = 3'600;
    {
        const Demo demo(shop.url(), pace, 5);
        QTRY_VERIFY_WITH_TIMEOUT(shop.count(u"orders"_s) >= 40, deadlineMs);
        QTRY_VERIFY_WITH_TIMEOUT(shop.count(u"stock_movements WHERE kind = 'restocked'"_s) >= 1, deadlineMs);
    }
    // What was under way when it ended is still decided.
    QTRY_COMPARE_WITH_TIMEOUT(shop.service().auditFaults(), QStringList(), deadlineMs);
}

void TestDemoCrowd::theDemoEndsAtOnce_data()
{
    QTest::addColumn<int>("afterMs");
    QTest::newRow("before it began") << 0;
    QTest::newRow("while nobody answers") << 1'500;
}

void TestDemoCrowd::theDemoEndsAtOnce()
{
    QFETCH(int, afterMs);
    QTcpServer silent; // accepts, and never answers
    QVERIFY(silent.listen(QHostAddress::LocalHost));
    auto demo = std::make_unique<Demo>(QUrl(u"http://127.0.0.1:%1"_s.arg(silent.serverPort())), quickPace());
    QTest::qWait(afterMs);
    QElapsedTimer taken;
    taken.start();
    demo.reset();
    QVERIFY2(taken.elapsed() < ShopClient::patience.count() / 2,
             qPrintable(QString::number(taken.elapsed())));
}

QTEST_GUILESS_MAIN(TestDemoCrowd)
#include "test_demo_crowd.moc"
