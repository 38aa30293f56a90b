// SPDX-License-Identifier: GPL-3.0-only
#include "sample_shop.h"
#include "ui/leaderboard_page/purchases_model.h"

#include <QAbstractItemModelTester>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTest>

using namespace holdfast;
using namespace holdfast::test;
using namespace Qt::StringLiterals;

namespace {

Purchase purchaseAt(qint64 microseconds, int quantity, qint64 minorUnits, const QString &user = u"amira"_s)
{
    return {.order = OrderId::make(),
            .reservation = ReservationId::make(),
            .product = *ProductId::from(1),
            .user = UserId::make(),
            .username = user,
            .quantity = quantity,
            .amount = *Money::fromMinorUnits(minorUnits),
            .purchasedAt = instantFromMicroseconds(microseconds)};
}

bool comesBefore(PurchaseOrder order, const Purchase &left, const Purchase &right)
{
    if (order == PurchaseOrder::NewestFirst)
        return left.purchasedAt > right.purchasedAt;
    if (order == PurchaseOrder::ByQuantity && left.quantity != right.quantity)
        return left.quantity > right.quantity;
    if (order == PurchaseOrder::ByAmount && left.amount != right.amount)
        return left.amount > right.amount;
    return left.purchasedAt < right.purchasedAt;
}

} // namespace

class PurchasesModelTest : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        ChangeSet changes;
        changes.products = {plainProduct(1, u"Lamp"_s, {})};
        m_catalogue.apply(changes, true);
    }

    void randomPurchasesMatchANaiveReference_data();
    void randomPurchasesMatchANaiveReference();
    void aPurchaseToldTwiceStandsOnce();
    void privacyHidesNamesAndMoney();
    void oneBeatCostsFewSignals();

private:
    Catalogue m_catalogue;
};

void PurchasesModelTest::randomPurchasesMatchANaiveReference_data()
{
    QTest::addColumn<PurchaseOrder>("order");
    QTest::newRow("oldest first") << PurchaseOrder::OldestFirst;
    QTest::newRow("newest first") << PurchaseOrder::NewestFirst;
    QTest::newRow("by quantity") << PurchaseOrder::ByQuantity;
    QTest::newRow("by amount") << PurchaseOrder::ByAmount;
}

void PurchasesModelTest::randomPurchasesMatchANaiveReference()
{
    QFETCH(PurchaseOrder, order);
    constexpr int rowsMax = 40;
    QRandomGenerator random(5);
    PurchasesModel model(m_catalogue, order, rowsMax);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    std::vector<Purchase> all;
    for (int beat = 0; beat < 120; ++beat) {
        std::vector<Purchase> news;
        for (quint32 count = random.bounded(beat % 20 == 0 ? 200U : 6U); count > 0; --count)
            news.push_back(purchaseAt(static_cast<qint64>(all.size() + news.size()) * 10,
                                      1 + random.bounded(5), random.bounded(9)));
        all.insert(all.end(), news.begin(), news.end());
        model.gather(news, false);
        if (random.bounded(3) == 0)
            continue;
        model.apply();
        std::vector<Purchase> expected = all;
        std::ranges::stable_sort(expected, [order](const Purchase &left, const Purchase &right) {
            return comesBefore(order, left, right);
        });
        const int shown = std::min(rowsMax, static_cast<int>(expected.size()));
        if (order == PurchaseOrder::OldestFirst)
            expected.erase(expected.begin(), expected.end() - shown);
        QCOMPARE(model.rowCount(), shown);
        for (int row = 0; row < shown; ++row) {
            const QModelIndex time = model.index(row, PurchasesModel::TimeColumn);
            QCOMPARE(time.data(PurchasesModel::SortRole).toLongLong(),
                     toMicroseconds(expected[static_cast<size_t>(row)].purchasedAt));
        }
    }
}

void PurchasesModelTest::aPurchaseToldTwiceStandsOnce()
{
    PurchasesModel model(m_catalogue, PurchaseOrder::OldestFirst, 10);
    const Purchase purchase = purchaseAt(1, 1, 100);
    model.gather({purchase, purchase}, true);
    model.apply();
    model.gather({purchase}, false);
    model.apply();
    QCOMPARE(model.rowCount(), 1);
}

void PurchasesModelTest::privacyHidesNamesAndMoney()
{
    PurchasesModel model(m_catalogue, PurchaseOrder::ByAmount, 10);
    model.gather({purchaseAt(1, 2, 987'654'3, u"zacharias"_s)}, true);
    model.apply();
    const auto everything = [&model] {
        QString text;
        for (int column = 0; column < model.columnCount(); ++column) {
            for (int role = 0; role <= PurchasesModel::SortRole; ++role)
                text += model.index(0, column).data(role).toString() + u'\n';
            text += model.headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
        }
        return text;
    };
    QVERIFY(everything().contains(u"zacharias"_s));
    QVERIFY(everything().contains(u"9876543"_s));
    model.setPrivate(true);
    QVERIFY(!everything().contains(u"zacharias"_s));
    QVERIFY(!everything().contains(u"Amount"_s));
    for (const QString &money : {u"9876543"_s, u"98,765"_s, u"98765"_s, u"€"_s})
        QVERIFY2(!everything().contains(money), qPrintable(everything()));
    QVERIFY(everything().contains(u"z***"_s));
}

void PurchasesModelTest::oneBeatCostsFewSignals()
{
    PurchasesModel model(m_catalogue, PurchaseOrder::ByAmount, PurchasesModel::leaderboardRowsMax);
    QRandomGenerator random(2);
    std::vector<Purchase> purchases;
    for (int number = 0; number < 3000; ++number)
        purchases.push_back(purchaseAt(number, 1, random.bounded(1'000'000)));
    model.gather({purchases.begin(), purchases.begin() + 1500}, true);
    model.apply();
    QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
    QSignalSpy removed(&model, &QAbstractItemModel::rowsRemoved);
    QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
    model.gather({purchases.begin() + 1500, purchases.end()}, false);
    model.apply();
    QCOMPARE(model.rowCount(), PurchasesModel::leaderboardRowsMax);
    QVERIFY(inserted.count() <= rowRangesMax);
    QVERIFY(removed.count() <= 1);
    QCOMPARE(reset.count(), 0);
}

QTEST_MAIN(PurchasesModelTest)
#include "test_purchases_model.moc"
