// SPDX-License-Identifier: GPL-3.0-only
#include "app/demo/customer_names.h"
#include "app/demo/demo_products.h"
#include "app/demo/shelf.h"
#include "app/demo/visit_rhythm.h"

#include <QJsonArray>
#include <QTest>

#include <cmath>

using namespace holdfast;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

QJsonObject listed(int id, int available, const QString &sale)
{
    const QJsonValue saleValue =
        sale.isEmpty() ? QJsonValue() : QJsonValue(QJsonObject{{u"id"_s, 1}, {u"name"_s, sale}});
    return {{u"id"_s, id},
            {u"name"_s, u"Article"_s},
            {u"total_stock"_s, 50},
            {u"available_stock"_s, available},
            {u"per_user_limit"_s, QJsonValue()},
            {u"sale"_s, saleValue}};
}

Shelf shelfOf(const QList<int> &available)
{
    QJsonArray items;
    for (int id = 1; const int units : available)
        items.append(listed(id++, units, demoSaleName));
    return Shelf::read({{u"items"_s, items}}, demoSaleName);
}

std::vector<qint64> rolls(quint64 seed)
{
    Dice dice(seed);
    std::vector<qint64> numbers;
    for (int roll = 0; roll < 20; ++roll)
        numbers.push_back(dice.between(0ms, 1'000'000ms).count());
    return numbers;
}

} // namespace

class TestDemoParts final : public QObject
{
    Q_OBJECT

private slots:
    void aSeedRepeats();
    void aRushOpensFadesAndReturns();
    void visitorsComeAtTheRate();
    void nobodyWaitsForever();
    void namesDiffer();
    void theShelfHoldsTheDemosSaleOnly();
    void theShelfSurvivesNonsense();
    void popularityIsUneven();
    void soldOutIsForTheHopeful();
    void nobodyTriesTwice();
    void articlesAreWellMade();
};

void TestDemoParts::aSeedRepeats()
{
    QCOMPARE(rolls(7), rolls(7));
    QVERIFY(rolls(7) != rolls(8));
}

void TestDemoParts::aRushOpensFadesAndReturns()
{
    const DemoPace pace;
    const VisitRhythm rhythm(pace);
    QCOMPARE(rhythm.visitsPerSecond(0ms), pace.visitsPerSecondRush);
    QVERIFY(rhythm.visitsPerSecond(30s) < rhythm.visitsPerSecond(10s));
    QVERIFY(rhythm.visitsPerSecond(pace.rushEvery - 1ms) < pace.visitsPerSecondCalm * 1.01);
    QCOMPARE(rhythm.visitsPerSecond(pace.rushEvery), pace.visitsPerSecondRush);
}

void TestDemoParts::visitorsComeAtTheRate()
{
    DemoPace pace;
    pace.visitsPerSecondCalm = pace.visitsPerSecondRush = 4.0;
    const VisitRhythm rhythm(pace);
    Dice dice(1);
    auto sum = 0ms;
    for (int visit = 0; visit < 4'000; ++visit)
        sum += rhythm.untilNext(0ms, dice);
    const double perSecond = 4'000.0 / std::chrono::duration<double>(sum).count();
    QVERIFY2(std::abs(perSecond - 4.0) < 0.3, qPrintable(QString::number(perSecond)));
}

void TestDemoParts::nobodyWaitsForever()
{
    DemoPace pace;
    pace.visitsPerSecondCalm = pace.visitsPerSecondRush = 0.001;
    Dice dice(1);
    QCOMPARE(VisitRhythm(pace).untilNext(0ms, dice), VisitRhythm::gapMax);
}

void TestDemoParts::namesDiffer()
{
    QSet<QString> names;
    for (int number = 0; number < customerNamesMax; ++number)
        names.insert(customerName(number));
    QCOMPARE(names.size(), customerNamesMax);
    QCOMPARE(customerName(0), u"mia.keller"_s);
    QCOMPARE(customerName(1), u"noah.novak"_s);
}

void TestDemoParts::theShelfHoldsTheDemosSaleOnly()
{
    const QJsonArray items{listed(3, 5, demoSaleName), listed(1, 5, u"Another Sale"_s), listed(2, 5, {}),
                           listed(4, 0, demoSaleName)};
    const Shelf shelf = Shelf::read({{u"items"_s, items}}, demoSaleName);
    QCOMPARE(shelf.products().size(), 2U);
    QCOMPARE(shelf.products()[0].id.number(), 3);
    QCOMPARE(shelf.products()[0].available, 5);
    QCOMPARE(shelf.products()[0].total, 50);
    QVERIFY(!shelf.products()[0].perUserLimit);
    QCOMPARE(shelf.products()[1].id.number(), 4);
}

void TestDemoParts::theShelfSurvivesNonsense()
{
    QVERIFY(Shelf::read({}, demoSaleName).isEmpty());
    const QJsonArray items{1, QJsonValue(), listed(-1, 1, demoSaleName)};
    QVERIFY(Shelf::read({{u"items"_s, items}}, demoSaleName).isEmpty());
}

void TestDemoParts::popularityIsUneven()
{
    const Shelf shelf = shelfOf({9, 9, 9, 9, 9, 9, 9, 9});
    Dice dice(1);
    std::vector<int> chosen(9);
    for (int visit = 0; visit < 4'000; ++visit)
        ++chosen[static_cast<size_t>(shelf.choose(dice, {}, false)->id.number())];
    QVERIFY(chosen[1] > chosen[3] * 3 / 2);
    QVERIFY(chosen[3] > chosen[8]);
    QVERIFY(chosen[8] > 100);
}

void TestDemoParts::soldOutIsForTheHopeful()
{
    const Shelf shelf = shelfOf({0, 0});
    Dice dice(1);
    QVERIFY(!shelf.choose(dice, {}, false));
    QVERIFY(shelf.choose(dice, {}, true));
    QCOMPARE(shelfOf({0, 1}).choose(dice, {}, false)->id.number(), 2);
}

void TestDemoParts::nobodyTriesTwice()
{
    const Shelf shelf = shelfOf({9, 9});
    const auto first = *ProductId::from(1);
    const auto second = *ProductId::from(2);
    Dice dice(1);
    QCOMPARE(shelf.choose(dice, {first}, true)->id, second);
    QVERIFY(!shelf.choose(dice, {first, second}, true));
}

void TestDemoParts::articlesAreWellMade()
{
    const auto articles = demoProducts();
    QCOMPARE(articles.size(), 8U);
    QSet<QString> names;
    for (const NewProduct &article : articles) {
        names.insert(article.name);
        QVERIFY(article.price && !article.category.isEmpty() && !article.description.isEmpty());
        QCOMPARE(article.currency, u"EUR"_s);
        QVERIFY(article.totalStock >= 20 && article.totalStock <= 400);
        QVERIFY(article.holdSeconds >= 20 && article.holdSeconds <= 90);
    }
    QCOMPARE(names.size(), 8);
}

QTEST_GUILESS_MAIN(TestDemoParts)
#include "test_demo_parts.moc"
