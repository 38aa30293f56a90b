// SPDX-License-Identifier: GPL-3.0-only
#include "tests/server/http/endpoints/sample_shop.h"

#include <QTest>

#include <atomic>
#include <barrier>
#include <mutex>
#include <thread>

using namespace holdfast;
using namespace holdfast::test;
using namespace Qt::StringLiterals;

/// Crowds on real sockets: nobody gets a unit that is not there, and whoever hangs up takes nothing down with
/// him.
class TestCrowd final : public QObject
{
    Q_OBJECT

private slots:
    void racesForTheLastUnits_data();
    void racesForTheLastUnits();
    void hangsUpWhileItsReservationIsPending();
};

namespace {

constexpr int clientsMax = 400;
constexpr int threadsMax = 8;

struct Counts
{
    std::mutex mutex; // guards unexpected
    QByteArray unexpected;
    std::atomic<int> held = 0;
    std::atomic<int> soldOut = 0;
    std::atomic<int> other = 0;
};

QByteArray reserveMessage(qint64 product, const QByteArray &customer)
{
    const QByteArray body = "{\"product_id\":" + QByteArray::number(product) + "}";
    return postRequest("/api/v1/reservations", body,
                       "Content-Type: application/json\r\nX-User-Id: " + customer + "\r\n");
}

void count(const std::optional<RawReply> &reply, Counts &counts)
{
    if (reply && reply->status == 201)
        ++counts.held;
    else if (reply && reply->status == 409 && reply->body.contains("OUT_OF_STOCK"))
        ++counts.soldOut;
    else {
        ++counts.other;
        const std::lock_guard lock(counts.mutex);
        counts.unexpected = reply ? reply->body : QByteArray("no reply");
    }
}

/// Every client has a connection of its own; all of a thread send before any of it listens.
void race(SampleShop &shop, qint64 product, const QByteArray &crowd, Counts &counts)
{
    std::barrier start(threadsMax);
    const auto compete = [&](int thread) {
        constexpr int clients = clientsMax / threadsMax;
        std::vector<RawClient> connections;
        for (int client = 0; client < clients; ++client)
            connections.emplace_back(shop.service().port());
        start.arrive_and_wait();
        for (int client = 0; client < clients; ++client)
            connections.at(static_cast<size_t>(client))
                .send(reserveMessage(product, crowd + QByteArray::number(thread * clients + client)));
        for (auto &connection : connections)
            count(connection.receive(std::chrono::seconds(30)), counts);
    };
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < threadsMax; ++thread)
        threads.emplace_back(compete, thread);
}

} // namespace

void TestCrowd::racesForTheLastUnits_data()
{
    QTest::addColumn<bool>("areCustomersKnown");
    QTest::newRow("newcomers") << false;
    QTest::newRow("known customers") << true;
}

void TestCrowd::racesForTheLastUnits()
{
    QFETCH(const bool, areCustomersKnown);
    constexpr int units = 50;
    SampleShop shop;
    for (int repetition = 0; repetition < 5; ++repetition) {
        const QByteArray crowd = areCustomersKnown
            ? QByteArrayLiteral("regular")
            : QByteArray("newcomer" + QByteArray::number(repetition) + "-");
        const auto product = shop.makeProduct({{u"total_stock"_s, units}});
        Counts counts;
        race(shop, product, crowd, counts);
        QVERIFY2(counts.other == 0, counts.unexpected.constData());
        QCOMPARE(counts.held, units);
        QCOMPARE(counts.soldOut, clientsMax - units);
        const auto stock = shop.stockOf(product);
        QCOMPARE(stock.value("available_stock"_L1).toInt(), 0);
        QCOMPARE(stock.value("reserved_stock"_L1).toInt(), units);
        QCOMPARE(shop.service().auditFaults(), QStringList());
    }
}

// The test holds the product's lock meanwhile, so that every reservation is still pending when its client
// goes.
void TestCrowd::hangsUpWhileItsReservationIsPending()
{
    constexpr int repetitions = 6;
    constexpr int clients = 50; // at a time: a lane waits for a lock for a second and a half
    constexpr int units = 1000;
    SampleShop shop;
    const auto product = shop.makeProduct({{u"total_stock"_s, units}});
    for (int repetition = 0; repetition < repetitions; ++repetition) {
        shop.database().exec(u"BEGIN; SELECT 1 FROM products WHERE id = %1 FOR UPDATE"_s.arg(product));
        for (int client = 0; client < clients; ++client) {
            const QByteArray customer = "guest" + QByteArray::number(repetition * clients + client);
            RawClient connection(shop.service().port());
            // A reset throws away what the server has not read yet; the first answer says that it has read
            // both.
            QVERIFY(connection.send(getRequest("/livez") + reserveMessage(product, customer)));
            QVERIFY(connection.receive());
            connection.hangUp();
        }
        shop.database().exec(u"COMMIT"_s);
        // The lane serves one that stays after all of them.
        shop.reserve(product, "regular" + QByteArray::number(repetition));
    }
    QCOMPARE(shop.client().get("/livez").status, 200);
    const auto stock = shop.stockOf(product);
    const auto reserved = stock.value("reserved_stock"_L1).toInt();
    QCOMPARE(stock.value("available_stock"_L1).toInt() + reserved, units);
    QVERIFY(reserved > repetitions);
    const auto holds =
        shop.database().scalar<qint64>(u"SELECT count(*) FROM reservations WHERE status = 'active'"_s);
    QCOMPARE(qint64(reserved), holds);
    QCOMPARE(shop.service().auditFaults(), QStringList());
}

QTEST_GUILESS_MAIN(TestCrowd)
#include "test_crowd.moc"
