// SPDX-License-Identifier: GPL-3.0-only
#include "tests/app/demo/demo_shop.h"

#include <QRegularExpression>
#include <QTest>
#include <QTimer>

using namespace holdfast;
using namespace holdfast::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const QString ada = u"ada.sato"_s;

} // namespace

class TestDemoShopper final : public QObject
{
    Q_OBJECT

private slots:
    void buys();
    void asksForTimeAndBuys();
    void givesBack();
    void walksAway();
    void takesAnotherWhenOneIsSoldOut();
    void theHopefulAskAndAreRefused();
    void takesWhatIsLeft();
    void buysWhatWasHeldBefore();
    void keepsToTheLimit();
    void comesTooLate();
    void leavesAClosedSale();
    void leavesOtherCataloguesAlone();
    void waitsForTheDatabase();
    void losesPatienceInTheEnd();
    void anUnexpectedAnswerIsCounted();
};

void TestDemoShopper::buys()
{
    DemoShop shop(Goods{{.stock = 5}});
    Tally tally;
    shop.visit(ada, quickPace(), tally);
    QCOMPARE(tally.visits, 1);
    QCOMPARE(tally.held, 1);
    QCOMPARE(tally.bought, 1);
    QCOMPARE(shop.count(u"orders o JOIN users u ON u.id = o.user_id WHERE username = 'ada.sato'"_s), 1);
    QCOMPARE(shop.database().scalar<int>(u"SELECT sold_stock FROM products"_s), tally.unitsHeld);
}

void TestDemoShopper::asksForTimeAndBuys()
{
    DemoShop shop(Goods{{.stock = 5}});
    DemoPace pace = quickPace();
    pace.extendShare = 1.0;
    Tally tally;
    shop.visit(ada, pace, tally);
    QCOMPARE(tally.extended, 1);
    QCOMPARE(tally.bought, 1);
    QCOMPARE(shop.count(u"reservations WHERE extensions = 1 AND status = 'consumed'"_s), 1);
}

void TestDemoShopper::givesBack()
{
    DemoShop shop(Goods{{.stock = 5}});
    DemoPace pace = quickPace();
    pace.cancelShare = 1.0;
    Tally tally;
    shop.visit(ada, pace, tally);
    QCOMPARE(tally.cancelled, 1);
    QCOMPARE(shop.count(u"reservations WHERE status = 'cancelled'"_s), 1);
    QCOMPARE(shop.database().scalar<int>(u"SELECT available_stock FROM products"_s), 5);
}

void TestDemoShopper::walksAway()
{
    DemoShop shop(Goods{{.stock = 5, .holdSeconds = 1}});
    DemoPace pace = quickPace();
    pace.walkAwayShare = 1.0;
    Tally tally;
    shop.visit(ada, pace, tally);
    QCOMPARE(tally.walkedAway, 1);
    QCOMPARE(tally.bought, 0);
    QTRY_COMPARE_WITH_TIMEOUT(shop.count(u"reservations WHERE status = 'expired'"_s), 1, 30'000);
}

void TestDemoShopper::takesAnotherWhenOneIsSoldOut()
{
    DemoShop shop(Goods{{.stock = 0}, {.stock = 5}});
    DemoPace pace = quickPace();
    pace.quantityMax = 1;
    Tally tally;
    for (quint64 seed = 1; seed <= 5; ++seed)
        shop.visit(ada, pace, tally, seed);
    QCOMPARE(tally.bought, 5);
    QCOMPARE(tally.soldOut, 0);
}

void TestDemoShopper::theHopefulAskAndAreRefused()
{
    DemoShop shop(Goods{{.stock = 0}, {.stock = 0}});
    DemoPace pace = quickPace();
    pace.hopefulShare = 1.0;
    Tally tally;
    shop.visit(ada, pace, tally);
    QCOMPARE(tally.soldOut, 2);
    QCOMPARE(tally.held, 0);
    QVERIFY(tally.unexpected.isEmpty());
}

void TestDemoShopper::takesWhatIsLeft()
{
    DemoShop shop(Goods{{.stock = 1}});
    DemoPace pace = quickPace();
    pace.cancelShare = 1.0;
    Tally tally;
    for (quint64 seed = 1; seed <= 12; ++seed)
        shop.visit(ada, pace, tally, seed);
    QVERIFY(tally.soldOut > 0);
    QCOMPARE(tally.held, 12);
    QCOMPARE(tally.unitsHeld, 12);
}

void TestDemoShopper::buysWhatWasHeldBefore()
{
    DemoShop shop(Goods{{.stock = 5}});
    DemoPace pace = quickPace();
    pace.walkAwayShare = 1.0;
    Tally tally;
    shop.visit(ada, pace, tally);
    shop.visit(ada, quickPace(), tally);
    QCOMPARE(tally.held, 1);
    QCOMPARE(tally.alreadyHeld, 1);
    QCOMPARE(tally.bought, 1);
    QCOMPARE(shop.count(u"reservations"_s), 1);
}

void TestDemoShopper::keepsToTheLimit()
{
    DemoShop shop(Goods{{.stock = 50, .perUserLimit = 2}});
    Tally tally;
    for (quint64 seed = 1; seed <= 6; ++seed)
        shop.visit(ada, quickPace(), tally, seed);
    QVERIFY(tally.limitReached > 0);
    QCOMPARE(shop.database().scalar<int>(u"SELECT sold_stock FROM products"_s), 2);
    QVERIFY(tally.unexpected.isEmpty());
}

void TestDemoShopper::comesTooLate()
{
    DemoShop shop(Goods{{.stock = 5, .holdSeconds = 1}});
    DemoPace pace = quickPace();
    pace.thinkMin = 1'100ms;
    pace.thinkMax = 1'200ms;
    Tally tally;
    shop.visit(ada, pace, tally);
    QCOMPARE(tally.tooLate, 1);
    QCOMPARE(tally.bought, 0);
    QVERIFY(tally.unexpected.isEmpty());
}

void TestDemoShopper::leavesAClosedSale()
{
    DemoShop shop(Goods{{.stock = 5}});
    shop.database().exec(u"UPDATE sales SET paused_at = clock_timestamp()"_s);
    Tally tally;
    shop.visit(ada, quickPace(), tally);
    shop.database().exec(
        u"UPDATE sales SET starts_at = starts_at - interval '1 h', ends_at = clock_timestamp()"_s);
    shop.visit(ada, quickPace(), tally);
    QCOMPARE(tally.saleClosed, 2);
    QCOMPARE(tally.held, 0);
    QVERIFY(tally.unexpected.isEmpty());
}

void TestDemoShopper::leavesOtherCataloguesAlone()
{
    DemoShop shop(Goods{});
    shop.addOtherProduct({.stock = 5});
    Tally tally;
    shop.visit(ada, quickPace(), tally);
    QCOMPARE(tally.visits, 1);
    QCOMPARE(shop.count(u"reservations"_s), 0);
}

void TestDemoShopper::waitsForTheDatabase()
{
    DemoShop shop(Goods{{.stock = 5}});
    DemoPace pace = quickPace();
    pace.attemptsMax = 1'000;
    shop.service().takeDatabaseAway();
    QTimer::singleShot(4s, this, [&shop] { shop.service().bringDatabaseBack(); });
    Tally tally;
    shop.visit(ada, pace, tally);
    QVERIFY(tally.askedToWait > 0);
    QCOMPARE(tally.unreachable, 0);
    QCOMPARE(tally.bought, 1);
    QVERIFY(tally.unexpected.isEmpty());
}

void TestDemoShopper::losesPatienceInTheEnd()
{
    Tally tally;
    DemoShop shop(Goods{{.stock = 5}});
    shop.service().takeDatabaseAway();
    DemoPace pace = quickPace();
    pace.attemptsMax = 2;
    shop.visit(ada, pace, tally);
    QCOMPARE(tally.askedToWait, 2);
    shop.service().bringDatabaseBack();
    QCOMPARE(shop.count(u"reservations"_s), 0);
}

void TestDemoShopper::anUnexpectedAnswerIsCounted()
{
    DemoShop shop(Goods{{.stock = 5}});
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"unexpected answer to reserve: 400"_s));
    Tally tally;
    shop.visit(QString(200, u'x'), quickPace(), tally);
    QCOMPARE(tally.unexpected.value(u"reserve: 400 INVALID_X_USER_ID"_s), 1);
}

QTEST_GUILESS_MAIN(TestDemoShopper)
#include "test_demo_shopper.moc"
