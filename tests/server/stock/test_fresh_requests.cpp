// SPDX-License-Identifier: GPL-3.0-only
#include "stock/fresh_requests.h"

#include <QTest>

using namespace holdfast;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

/// What lanes guess from the requests before.
class TestFreshRequests final : public QObject
{
    Q_OBJECT

private slots:
    void seesWhatWasAddedBefore();
    void hardlyTakesNewOnesForSeen();
    void forgetsTheOldestGeneration();
    void aRequestIsFreshOnce();
    void severalLinesAreNeverFresh();
    void closedProductsOpenAgain();
    void repeatsAreExpectedForAWhile();
};

namespace {

ProductId product(qint64 number)
{
    return ProductId::from(number).value();
}

Reserve request(UserId user, ProductId of)
{
    return {{user, u"x"_s, true}, {{of, Quantity::from(1).value()}}};
}

const FreshRequests::Clock::time_point noon = FreshRequests::Clock::time_point() + 12h;

} // namespace

void TestFreshRequests::seesWhatWasAddedBefore()
{
    SeenRequests seen;
    std::vector<UserId> users;
    for (int index = 0; index < 50'000; ++index)
        users.push_back(UserId::make());
    for (const auto &user : users)
        seen.add(user, product(1));
    for (const auto &user : users)
        QVERIFY(seen.add(user, product(1)));
}

void TestFreshRequests::hardlyTakesNewOnesForSeen()
{
    SeenRequests seen;
    size_t mistaken = 0;
    // Both generations full, with another product for every user of many.
    constexpr size_t count = 2 * SeenRequests::generationMax;
    for (size_t index = 0; index < count; ++index)
        mistaken += seen.add(UserId::make(), product(static_cast<qint64>(index % 7) + 1)) ? 1 : 0;
    QVERIFY2(mistaken < count / 100, qPrintable(QString::number(mistaken)));
    // The same customers ask for other products.
    const auto user = UserId::make();
    size_t others = 0;
    for (qint64 number = 1; number <= 1'000; ++number)
        others += seen.add(user, product(number)) ? 1 : 0;
    QVERIFY2(others < 30, qPrintable(QString::number(others)));
}

void TestFreshRequests::forgetsTheOldestGeneration()
{
    SeenRequests seen;
    const auto first = UserId::make();
    seen.add(first, product(1));
    for (size_t index = 0; index < 2 * SeenRequests::generationMax + 20'000; ++index)
        seen.add(UserId::make(), product(1));
    // Should it be taken for seen by mistake, others would hardly be, too.
    int known = seen.add(first, product(1)) ? 1 : 0;
    QVERIFY(known <= 1);
    int again = 0;
    for (int index = 0; index < 100; ++index)
        again += seen.add(UserId::make(), product(1)) ? 1 : 0;
    QVERIFY2(again < 20, qPrintable(QString::number(again)));
}

void TestFreshRequests::aRequestIsFreshOnce()
{
    FreshRequests fresh;
    const auto user = UserId::make();
    QVERIFY(fresh.take(request(user, product(1))));
    QVERIFY(!fresh.take(request(user, product(1))));
    QVERIFY(fresh.take(request(user, product(2))));
}

void TestFreshRequests::severalLinesAreNeverFresh()
{
    FreshRequests fresh;
    auto several = request(UserId::make(), product(1));
    several.lines.push_back({product(2), Quantity::from(1).value()});
    QVERIFY(!fresh.take(several));
}

void TestFreshRequests::closedProductsOpenAgain()
{
    FreshRequests fresh;
    QVERIFY(!fresh.isClosed(product(1), noon));
    fresh.noticeClosed(product(1), noon);
    QVERIFY(fresh.isClosed(product(1), noon + FreshRequests::closedFor - 1ms));
    QVERIFY(!fresh.isClosed(product(2), noon));
    QVERIFY(!fresh.isClosed(product(1), noon + FreshRequests::closedFor));
    // What opens again meanwhile is forgotten, and nothing else.
    fresh.noticeClosed(product(2), noon + 500ms);
    QVERIFY(fresh.isClosed(product(1), noon + 600ms));
    fresh.noticeClosed(product(3), noon + FreshRequests::closedFor);
    QVERIFY(fresh.isClosed(product(2), noon + FreshRequests::closedFor));
}

void TestFreshRequests::repeatsAreExpectedForAWhile()
{
    FreshRequests fresh;
    QVERIFY(!fresh.expectsRepeats(noon));
    fresh.noticeRepeat(noon);
    QVERIFY(fresh.expectsRepeats(noon + FreshRequests::repeatsFor - 1ms));
    QVERIFY(!fresh.expectsRepeats(noon + FreshRequests::repeatsFor));
}

QTEST_APPLESS_MAIN(TestFreshRequests)
#include "test_fresh_requests.moc"
