// SPDX-License-Identifier: GPL-3.0-only
#include "live/live_history.h"

#include <QTest>

using namespace holdfast;
using namespace Qt::StringLiterals;

/// Numbers, what is kept for those who come back, and who gets what.
class TestLiveHistory final : public QObject
{
    Q_OBJECT

private slots:
    void filters_data();
    void filters();
    void missedMessagesComeInOrder();
    void onlyTheNewestStateComes();
    void otherNumbersAreGaps();
    void interruptionsAreGaps();
    void keepsNoMoreThanItMay();
};

namespace {

const UserId ann = UserId::make();
const UserId ben = UserId::make();

ProductId id(int number)
{
    return ProductId::from(number).value();
}

LiveHistory history()
{
    return LiveHistory(instantFromMicroseconds(1000));
}

qint64 add(LiveHistory &history, const LiveAudience &audience,
           LiveMessage::Kind kind = LiveMessage::Kind::Event, const QString &text = u"{}"_s)
{
    const auto sequence = history.next();
    history.keep(std::make_shared<const LiveMessage>(LiveMessage{sequence, kind, audience, text}));
    return sequence;
}

std::vector<qint64> numbers(const std::optional<std::vector<SharedLiveMessage>> &messages)
{
    std::vector<qint64> found;
    for (const auto &message : messages.value())
        found.push_back(message->sequence);
    return found;
}

} // namespace

void TestLiveHistory::filters_data()
{
    QTest::addColumn<bool>("ofStranger");
    QTest::addColumn<bool>("ofAnn");
    QTest::addColumn<bool>("ofStaff");
    QTest::addColumn<bool>("isOwned");
    QTest::addColumn<int>("product");
    QTest::newRow("public") << true << true << true << false << 1;
    QTest::newRow("about no product") << true << true << true << false << 0;
    QTest::newRow("of another product") << false << false << false << false << 2;
    QTest::newRow("private") << false << true << true << true << 1;
    QTest::newRow("private, of another product") << false << false << false << true << 2;
}

void TestLiveHistory::filters()
{
    QFETCH(const bool, ofStranger);
    QFETCH(const bool, ofAnn);
    QFETCH(const bool, ofStaff);
    QFETCH(const bool, isOwned);
    QFETCH(const int, product);
    const LiveAudience audience{.product = ProductId::from(product),
                                .owner = isOwned ? std::optional(ann) : std::nullopt};
    LiveFilter filter{.products = {id(1)}};
    QCOMPARE(filter.passes(audience), ofStranger);
    filter.user = ann;
    QCOMPARE(filter.passes(audience), ofAnn);
    filter.user = ben;
    QCOMPARE(filter.passes(audience), ofStranger);
    filter.isStaff = true;
    QCOMPARE(filter.passes(audience), ofStaff);
    filter.forgetWho();
    QCOMPARE(filter.passes(audience), ofStranger);
}

void TestLiveHistory::missedMessagesComeInOrder()
{
    auto kept = history();
    const auto since = kept.newest();
    const auto first = add(kept, {.product = id(1)});
    const auto ofAnn = add(kept, {.product = id(1), .owner = ann});
    const auto last = add(kept, {.product = id(2)});
    QCOMPARE(numbers(kept.missed(since, {})), (std::vector{first, last}));
    QCOMPARE(numbers(kept.missed(since, {.user = ann})), (std::vector{first, ofAnn, last}));
    QCOMPARE(numbers(kept.missed(first, {})), std::vector{last});
    QVERIFY(numbers(kept.missed(last, {})).empty());
}

void TestLiveHistory::onlyTheNewestStateComes()
{
    using enum LiveMessage::Kind;
    auto kept = history();
    const auto since = kept.newest();
    add(kept, {.product = id(1)}, Stock);
    const auto event = add(kept, {.product = id(1)}, Event);
    const auto other = add(kept, {.product = id(2)}, Stock);
    const auto activity = add(kept, {.product = id(1)}, Activity);
    const auto newest = add(kept, {.product = id(1)}, Stock);
    QCOMPARE(numbers(kept.missed(since, {})), (std::vector{event, other, activity, newest}));
}

void TestLiveHistory::otherNumbersAreGaps()
{
    auto kept = history();
    const auto start = kept.newest();
    add(kept, {});
    QVERIFY(!kept.missed(start - 1, {}));
    QVERIFY(!kept.missed(kept.newest() + 1, {}));
    QVERIFY(!kept.missed(0, {}));
    QVERIFY(kept.missed(start, {}).has_value());
}

void TestLiveHistory::interruptionsAreGaps()
{
    auto kept = history();
    const auto before = add(kept, {});
    kept.interrupt();
    QVERIFY(!kept.missed(before, {}));
    const auto since = kept.newest();
    const auto after = add(kept, {});
    QCOMPARE(numbers(kept.missed(since, {})), std::vector{after});
}

void TestLiveHistory::keepsNoMoreThanItMay()
{
    auto many = history();
    const auto start = many.newest();
    for (size_t index = 0; index <= LiveHistory::messagesMax; ++index)
        add(many, {});
    QVERIFY(!many.missed(start, {}));
    QCOMPARE(many.missed(start + 1, {})->size(), LiveHistory::messagesMax);
    auto large = history();
    const auto first = large.newest();
    add(large, {}, LiveMessage::Kind::Event, QString(LiveHistory::charactersMax, u'x'));
    QVERIFY(large.missed(first, {}).has_value());
    const auto second = add(large, {});
    QVERIFY(!large.missed(first, {}));
    QCOMPARE(numbers(large.missed(second - 1, {})), std::vector{second});
}

QTEST_GUILESS_MAIN(TestLiveHistory)
#include "test_live_history.moc"
