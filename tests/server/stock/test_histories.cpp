// SPDX-License-Identifier: GPL-3.0-only
#include "tests/server/stock/history_player.h"

#include <QTest>

#include <array>
#include <atomic>

using namespace holdfast;
using namespace holdfast::test;
using namespace Qt::StringLiterals;

/// Random histories against a reference shop. HOLDFAST_TEST_SEED repeats one; HOLDFAST_TEST_HISTORIES plays
/// more.
class TestHistories final : public QObject
{
    Q_OBJECT

private slots:
    void answersAsTheReferenceShop_data();
    void answersAsTheReferenceShop();
    void bothWaysAreTaken();
    void comparisonSeesADifference();
};

namespace {

int setting(const char *name, int otherwise)
{
    bool isNumber = false;
    const int value = qEnvironmentVariableIntValue(name, &isNumber);
    return isNumber ? value : otherwise;
}

// Half of the batches are of one kind.
std::optional<ShopStep::Kind> kindOfAll(std::mt19937 &random)
{
    using enum ShopStep::Kind;
    static constexpr std::array kinds{Reserve, Reserve, CheckOut, Cancel};
    const auto choice = random() % (2 * kinds.size());
    return choice < kinds.size() ? std::optional(kinds[choice]) : std::nullopt;
}

QString play(HistoryPlayer &player, std::mt19937 &random, int batches, bool oneAtATime)
{
    for (int batch = 0; batch < batches; ++batch) {
        if (random() % 4 == 0)
            player.letTimePass();
        if (random() % 6 == 0)
            player.changePhase();
        if (random() % 6 == 0)
            player.changePrice();
        for (int filled = 0; filled < 4; ++filled) {
            const auto difference = player.fillCart();
            if (!difference.isEmpty())
                return u"batch %1: %2"_s.arg(batch).arg(difference);
        }
        const int count = oneAtATime ? 1 : 2 + static_cast<int>(random() % 40);
        const auto only = kindOfAll(random);
        auto difference = player.playBatch(only && !oneAtATime ? count / 4 + 2 : count, only);
        if (difference.isEmpty())
            difference = player.compareTables();
        if (!difference.isEmpty())
            return u"batch %1: %2"_s.arg(batch).arg(difference);
    }
    return {};
}

} // namespace

void TestHistories::answersAsTheReferenceShop_data()
{
    QTest::addColumn<quint32>("seed");
    QTest::addColumn<bool>("oneAtATime");
    const auto first =
        static_cast<quint32>(setting("HOLDFAST_TEST_SEED", static_cast<int>(std::random_device()() >> 1)));
    const int histories = setting("HOLDFAST_TEST_HISTORIES", 6);
    for (int history = 0; history < histories; ++history) {
        const quint32 seed = first + static_cast<quint32>(history);
        QTest::addRow("one at a time, seed %u", seed) << seed << true;
        QTest::addRow("batches, seed %u", seed) << seed << false;
    }
}

void TestHistories::answersAsTheReferenceShop()
{
    QFETCH(quint32, seed);
    QFETCH(bool, oneAtATime);
    TestDatabase database;
    HistoryPlayer player(database, database.settings(), seed);
    std::mt19937 random(seed);
    const auto difference = play(player, random, oneAtATime ? 200 : 60, oneAtATime);
    QVERIFY2(difference.isEmpty(), qPrintable(difference));
}

namespace {

std::atomic<int> misjudgedBatches = 0;
QtMessageHandler otherHandler = nullptr;

void countMisjudgedBatches(QtMsgType type, const QMessageLogContext &context, const QString &text)
{
    if (text.contains(u"refused with others and not alone"_s))
        ++misjudgedBatches;
    otherHandler(type, context, text);
}

} // namespace

// What the test above proves, it must have proved for both ways of deciding a batch.
void TestHistories::bothWaysAreTaken()
{
    TestDatabase database;
    auto settings = database.settings();
    settings.options.insert(u"options"_s, u"-c track_functions=pl"_s);
    {
        HistoryPlayer player(database, settings, 7);
        std::mt19937 random(7);
        otherHandler = qInstallMessageHandler(countMisjudgedBatches);
        QCOMPARE(play(player, random, 60, false), QString());
        qInstallMessageHandler(otherHandler);
    }
    // A batch that fails is played again one by one: right, and not what is meant.
    QCOMPARE(misjudgedBatches.load(), 0);
    const auto calls = [&](const QString &function) {
        return database.scalar<qint64>(
            u"SELECT coalesce(sum(calls), 0)::bigint FROM pg_stat_user_functions "
            "WHERE schemaname = current_schema() AND funcname = '%1'"_s.arg(function));
    };
    // Each batch and each gate opener; what a session has counted is to be seen once it has ended.
    QVERIFY(waitUntil([&] { return calls(u"stock_batch"_s) >= 2 * 60; }));
    QVERIFY(calls(u"one_by_one"_s) > 20);
    // Each gate opener and some batches of reserves.
    QVERIFY(calls(u"reserve_together"_s) > 5);
    // Check outs and cancels at once, with and without some that are refused.
    QVERIFY(waitUntil([&] { return calls(u"check_out_together"_s) > 0; }));
    QVERIFY(calls(u"cancel_together"_s) > 0);
    QVERIFY(calls(u"refuse_endings"_s) > 0);
    QVERIFY2(calls(u"stock_batch"_s) > calls(u"one_by_one"_s), "no batch was decided together");
    // Orders were not only refused: some used holds, some took the place of one, some needed none.
    QVERIFY(calls(u"apply_order_lines"_s) > 5);
    QVERIFY(calls(u"take_units"_s) > 5);
    QVERIFY(calls(u"apply_order_line"_s) > calls(u"take_units"_s));
    QVERIFY(database.scalar<qint64>(u"SELECT count(*) FROM order_items one JOIN order_items other "
                                    "USING (order_id) WHERE one.product_id < other.product_id"_s)
            > 0);
}

void TestHistories::comparisonSeesADifference()
{
    TestDatabase database;
    HistoryPlayer player(database, database.settings(), 1);
    QCOMPARE(player.compareTables(), QString());
    database.exec(
        u"UPDATE products SET total_stock = total_stock + 1, available_stock = available_stock + 1"_s);
    QVERIFY(!player.compareTables().isEmpty());
}

QTEST_GUILESS_MAIN(TestHistories)
#include "test_histories.moc"
