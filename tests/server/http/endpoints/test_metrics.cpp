// SPDX-License-Identifier: GPL-3.0-only
#include "tests/server/http/endpoints/people.h"
#include "tests/server/metrics/scrape.h"

#include <QMap>
#include <QTest>
#include <QWebSocket>

#include <atomic>
#include <functional>
#include <thread>

using namespace holdfast;
using namespace holdfast::test;
using namespace Qt::StringLiterals;

/// GET /metrics of a real service: what happens moves the figures by just that.
class TestMetrics final : public QObject
{
    Q_OBJECT

private slots:
    void whatHappensIsCounted();
    void aBatchIsCountedOnce();
    void countersNeverGoBack();
    void holdsThatExpireAreCounted();
    void whatIsOpenAndPendingIsTold();
    void batchesThatAreDividedAreCounted();
    void anOutageIsTold();
    void whoMayRead_data();
    void whoMayRead();
    void isWrittenQuickly();
};

namespace {

QByteArray textOf(quint16 port, const ApiHeaders &headers = {})
{
    ApiClient client(port);
    const auto reply = client.get("/metrics", headers);
    if (reply.status != 200 || reply.header("Content-Type") != "text/plain; version=0.0.4; charset=utf-8")
        qFatal("No metrics: %d %s", reply.status, reply.raw.head.constData());
    return reply.raw.body;
}

Scrape scraped(SampleShop &shop)
{
    Scrape scrape(textOf(shop.service().port()));
    if (!scrape.faults().isEmpty())
        qFatal("%s", qPrintable(scrape.faults().join(u'\n')));
    return scrape;
}

/// How much a figure has grown between two scrapes.
struct Growth
{
    const Scrape &before;
    const Scrape &after;

    double operator()(const QString &name, const Scrape::Labels &labels = {}) const
    {
        return after.sum(name, labels) - before.sum(name, labels);
    }
};

int statusOfReserve(ApiClient &client, qint64 product, const QByteArray &customer)
{
    return client.post("/reservations", {{u"product_id"_s, product}}, actingFor(customer)).status;
}

/// The last answer of a batch is counted right after it was given.
Scrape scrapedAfter(SampleShop &shop, const Scrape &before, double batches)
{
    for (;;) {
        auto scrape = scraped(shop);
        const Growth grown{before, scrape};
        if (grown(u"holdfast_lane_stage_seconds_count"_s, {{u"stage"_s, u"answer"_s}}) >= batches)
            return scrape;
    }
}

/// By name and labels, everything that must never fall.
QMap<QString, double> countersOf(const Scrape &scrape)
{
    QMap<QString, double> counters;
    for (const auto &sample : scrape.samples()) {
        static const QStringList endings{u"_total"_s, u"_count"_s, u"_sum"_s, u"_bucket"_s};
        const bool isCounter = std::ranges::any_of(
            endings, [&sample](const QString &ending) { return sample.name.endsWith(ending); });
        if (!isCounter)
            continue;
        QString key = sample.name;
        for (const auto &[label, value] : sample.labels.asKeyValueRange())
            key += u' ' + label + u'=' + value;
        counters.insert(key, sample.value);
    }
    return counters;
}

/// What is there no more, or is less.
QStringList fallenBetween(const QMap<QString, double> &earlier, const QMap<QString, double> &later)
{
    QStringList fallen;
    for (const auto &[name, value] : earlier.asKeyValueRange()) {
        if (later.value(name, -1) < value)
            fallen.append(name);
    }
    return fallen;
}

/// Shoppers, each with a connection, until they are told to stop.
class Crowd final
{
public:
    Crowd(quint16 port, qint64 product, int shoppers)
    {
        for (int shopper = 0; shopper < shoppers; ++shopper)
            m_threads.emplace_back([this, port, product, shopper] { shop(port, product, shopper); });
    }
    int stop()
    {
        m_isStopping = true;
        m_threads.clear();
        return m_reserved;
    }

private:
    void shop(quint16 port, qint64 product, int shopper)
    {
        ApiClient client(port);
        for (int index = 0; !m_isStopping; ++index) {
            const QByteArray name = "s" + QByteArray::number(shopper) + "-" + QByteArray::number(index);
            if (statusOfReserve(client, product, name) == 201)
                ++m_reserved;
        }
    }

    std::atomic<bool> m_isStopping = false;
    std::atomic<int> m_reserved = 0;
    std::vector<std::jthread> m_threads;
};

} // namespace

void TestMetrics::whatHappensIsCounted()
{
    SampleShop shop;
    const auto product = shop.makeProduct();
    const auto before = scraped(shop);
    for (const auto *customer : {"a", "b", "c", "d", "e"})
        QCOMPARE(statusOfReserve(shop.client(), product, customer), 201);
    for (const auto *customer : {"a", "b"})
        QCOMPARE(statusOfReserve(shop.client(), product, customer), 409);
    for (const auto *customer : {"a", "b", "c"}) {
        const QJsonObject body{{u"product_id"_s, product}, {u"quantity"_s, 1}};
        QCOMPARE(shop.client().post("/checkout", body, actingFor(customer)).status, 201);
    }
    QCOMPARE(shop.client().remove("/reserve/d/" + QByteArray::number(product)).status, 200);
    QCOMPARE(shop.client().get("/nowhere").status, 404);

    const auto after = scrapedAfter(shop, before, 11);
    const Growth grown{before, after};
    const auto requests = [&](const QString &route, const QString &status) {
        return grown(u"holdfast_http_requests_total"_s, {{u"route"_s, route}, {u"status"_s, status}});
    };
    QCOMPARE(requests(u"reservations.create"_s, u"2xx"_s), 5.0);
    QCOMPARE(requests(u"reservations.create"_s, u"4xx"_s), 2.0);
    QCOMPARE(requests(u"checkout.create"_s, u"2xx"_s), 3.0);
    QCOMPARE(requests(u"reserve.cancel"_s, u"2xx"_s), 1.0);
    QCOMPARE(requests(u"none"_s, u"4xx"_s), 1.0);
    QCOMPARE(grown(u"holdfast_http_requests_total"_s, {{u"status"_s, u"5xx"_s}}), 0.0);
    QCOMPARE(grown(u"holdfast_http_refusals_total"_s), 3.0);
    QCOMPARE(grown(u"holdfast_http_refusals_total"_s, {{u"code"_s, u"ALREADY_RESERVED"_s}}), 2.0);
    QCOMPARE(grown(u"holdfast_http_refusals_total"_s, {{u"code"_s, u"NOT_FOUND"_s}}), 1.0);
    QCOMPARE(grown(u"holdfast_http_request_duration_seconds_count"_s),
             grown(u"holdfast_http_requests_total"_s));

    const auto commands = [&](const QString &command) {
        return grown(u"holdfast_lane_commands_total"_s, {{u"command"_s, command}});
    };
    QCOMPARE(commands(u"reserve"_s), 7.0);
    QCOMPARE(commands(u"check_out"_s), 3.0);
    QCOMPARE(commands(u"cancel"_s), 1.0);
    QCOMPARE(grown(u"holdfast_purchases_total"_s), 3.0);
    QCOMPARE(grown(u"holdfast_holds_expired_total"_s), 0.0);

    // One at a time, so each is a batch; those that were refused have nothing to commit.
    const auto stage = [&](const QString &name) {
        return grown(u"holdfast_lane_stage_seconds_count"_s, {{u"stage"_s, name}});
    };
    QCOMPARE(grown(u"holdfast_lane_batch_commands_count"_s), 11.0);
    QCOMPARE(grown(u"holdfast_lane_batch_commands_sum"_s), 11.0);
    QCOMPARE(grown(u"holdfast_lane_oldest_wait_seconds_count"_s), 11.0);
    QCOMPARE(stage(u"sql"_s), 11.0);
    QCOMPARE(stage(u"commit"_s), 9.0);
    QCOMPARE(stage(u"answer"_s), 11.0);
    QCOMPARE(grown(u"holdfast_lane_batches_divided_total"_s), 0.0);
    QVERIFY(grown(u"holdfast_lane_wait_seconds_total"_s) > 0);
    QVERIFY(grown(u"holdfast_lane_stage_seconds_sum"_s) > 0);
    QVERIFY(grown(u"holdfast_http_wake_seconds_count"_s) >= 11);
    QVERIFY(grown(u"holdfast_http_write_seconds_count"_s) >= 11);
}

void TestMetrics::aBatchIsCountedOnce()
{
    TestServiceOptions options;
    options.lanes = 1;
    SampleShop shop(options);
    const auto product = shop.makeProduct({{u"total_stock"_s, 1'000'000}});
    const auto before = scraped(shop);
    Crowd crowd(shop.service().port(), product, 24);
    const auto isBusy = [&] { return shop.stockOf(product).value("reserved_stock"_L1).toInt() > 500; };
    QTRY_VERIFY_WITH_TIMEOUT(isBusy(), 30'000);
    const auto reserved = static_cast<double>(crowd.stop());

    const auto after = scrapedAfter(shop, before, 1);
    const Growth grown{before, after};
    const auto batches = grown(u"holdfast_lane_batch_commands_count"_s);
    QCOMPARE(grown(u"holdfast_lane_commands_total"_s), reserved);
    QCOMPARE(grown(u"holdfast_lane_batch_commands_sum"_s), reserved);
    QCOMPARE(grown(u"holdfast_lane_stage_seconds_count"_s, {{u"stage"_s, u"sql"_s}}), batches);
    QCOMPARE(grown(u"holdfast_lane_stage_seconds_count"_s, {{u"stage"_s, u"commit"_s}}), batches);
    QCOMPARE(grown(u"holdfast_lane_oldest_wait_seconds_count"_s), batches);
    QVERIFY2(batches < reserved, "nobody shared a batch");
    QVERIFY(grown(u"holdfast_lane_oldest_wait_seconds_sum"_s)
            <= grown(u"holdfast_lane_wait_seconds_total"_s) + 1e-9);
}

void TestMetrics::countersNeverGoBack()
{
    SampleShop shop;
    const auto product = shop.makeProduct({{u"total_stock"_s, 1'000'000}});
    Crowd crowd(shop.service().port(), product, 8);
    std::vector<QByteArray> texts;
    for (int scrape = 0; scrape < 20; ++scrape) {
        texts.push_back(textOf(shop.service().port()));
        QTest::qWait(10);
    }
    const auto reserved = static_cast<double>(crowd.stop());
    texts.push_back(textOf(shop.service().port()));
    QMap<QString, double> last;
    for (const auto &text : texts) {
        const Scrape scrape(text);
        QCOMPARE(scrape.faults(), QStringList());
        const auto counters = countersOf(scrape);
        QVERIFY(counters.size() > 300);
        QCOMPARE(fallenBetween(last, counters), QStringList());
        last = counters;
    }
    const auto first = countersOf(Scrape(texts.front()));
    QVERIFY(!fallenBetween(last, first).isEmpty()); // it can tell
    QCOMPARE(last.value(u"holdfast_http_requests_total route=reservations.create status=2xx"_s), reserved);
}

void TestMetrics::holdsThatExpireAreCounted()
{
    SampleShop shop;
    const auto product = shop.makeProduct({{u"hold_seconds"_s, 1}});
    const auto before = scraped(shop);
    for (const auto *customer : {"a", "b", "c"})
        shop.reserve(product, customer);
    QTRY_COMPARE_WITH_TIMEOUT(shop.stockOf(product).value("available_stock"_L1).toInt(), 10, 20'000);
    const auto after = scraped(shop);
    const Growth grown{before, after};
    QCOMPARE(grown(u"holdfast_holds_expired_total"_s), 3.0);
    QVERIFY(grown(u"holdfast_lane_sweep_seconds_count"_s) > 0);
}

void TestMetrics::whatIsOpenAndPendingIsTold()
{
    SampleShop shop;
    const auto port = shop.service().port();
    const auto idle = scraped(shop);
    QCOMPARE(idle.sum(u"holdfast_http_requests_pending"_s), 1.0); // the scrape itself
    QCOMPARE(idle.sum(u"holdfast_lane_queue_length"_s), 0.0);
    QCOMPARE(idle.sum(u"holdfast_database_tasks_waiting"_s), 0.0);
    QCOMPARE(idle.sum(u"holdfast_live_readers"_s), 0.0);
    QCOMPARE(idle.sum(u"holdfast_build_info"_s, {{u"version"_s, QStringLiteral(HOLDFAST_VERSION)}}), 1.0);

    std::vector<RawClient> visitors;
    for (int visitor = 0; visitor < 3; ++visitor)
        visitors.emplace_back(port);
    QWebSocket reader;
    reader.open(QUrl(u"ws://127.0.0.1:%1/live"_s.arg(port)));
    QTRY_COMPARE(scraped(shop).sum(u"holdfast_live_readers"_s), 1.0);
    QTRY_COMPARE(scraped(shop).sum(u"holdfast_http_open_connections"_s),
                 idle.sum(u"holdfast_http_open_connections"_s) + 4);
    visitors.clear();
    reader.abort();
    QTRY_COMPARE(scraped(shop).sum(u"holdfast_live_readers"_s), 0.0);
    QTRY_COMPARE(scraped(shop).sum(u"holdfast_http_open_connections"_s),
                 idle.sum(u"holdfast_http_open_connections"_s));
    QVERIFY(scraped(shop).sum(u"holdfast_http_connections_total"_s) > 4);
}

void TestMetrics::batchesThatAreDividedAreCounted()
{
    TestServiceOptions options;
    options.lanes = 1;
    SampleShop shop(options);
    const auto stuck = shop.makeProduct();
    const auto free = shop.makeProduct();
    const auto before = scraped(shop);
    // Somebody holds a product's lock for longer than a lane waits: what is asked for meanwhile gathers, and
    // is pending.
    auto &other = shop.database().connection();
    Transaction transaction(other);
    shop.database().query(u"SELECT FROM products WHERE id = %1 FOR UPDATE"_s.arg(stuck));
    std::vector<ApiClient> clients;
    const auto ask = [&](qint64 product, const QByteArray &customer) {
        clients.emplace_back(shop.service().port())
            .sendPost("/reservations", {{u"product_id"_s, product}}, actingFor(customer));
    };
    const auto isDivided = [&] {
        const auto number = QByteArray::number(static_cast<int>(clients.size()));
        ask(stuck, "s" + number);
        ask(free, "f" + number);
        const auto scrape = scraped(shop);
        return Growth{before, scrape}(u"holdfast_lane_batches_divided_total"_s, {{u"by"_s, u"product"_s}})
            > 0;
    };
    double pendingMost = 0;
    double waitingMost = 0;
    const auto isSeen = [&] {
        const bool divided = isDivided();
        const auto scrape = scraped(shop);
        pendingMost = std::max(pendingMost, scrape.sum(u"holdfast_http_requests_pending"_s));
        waitingMost = std::max(waitingMost, scrape.sum(u"holdfast_lane_queue_length"_s));
        return divided && pendingMost > 1 && waitingMost > 0;
    };
    QTRY_VERIFY_WITH_TIMEOUT(isSeen(), 30'000);
    for (auto &client : clients)
        client.hangUp();
    QTRY_COMPARE(scraped(shop).sum(u"holdfast_http_requests_pending"_s), 1.0);
}

void TestMetrics::anOutageIsTold()
{
    SampleShop shop;
    QCOMPARE(scraped(shop).sum(u"holdfast_database_up"_s), 1.0);
    shop.service().takeDatabaseAway();
    QTRY_COMPARE(scraped(shop).sum(u"holdfast_database_up"_s), 0.0);
    QCOMPARE(statusOfReserve(shop.client(), 1, "a"), 503);
    QVERIFY(scraped(shop).sum(u"holdfast_http_refusals_total"_s, {{u"code"_s, u"DB_UNAVAILABLE"_s}}) >= 1);
    shop.service().bringDatabaseBack();
    QTRY_COMPARE_WITH_TIMEOUT(scraped(shop).sum(u"holdfast_database_up"_s), 1.0, 30'000);
    const auto before = scraped(shop);
    QTRY_COMPARE(shop.client().get("/health").status, 200);
    const auto after = scraped(shop);
    QVERIFY((Growth{before, after}(u"holdfast_database_task_seconds_count"_s, {{u"thread"_s, u"reader"_s}}))
            >= 1);
}

void TestMetrics::whoMayRead_data()
{
    QTest::addColumn<bool>("isOpen");
    QTest::addColumn<QString>("who");
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("code");
    QTest::newRow("open access") << true << u"nobody"_s << 200 << QString();
    QTest::newRow("nobody") << false << u"nobody"_s << 401 << u"AUTH_REQUIRED"_s;
    QTest::newRow("customer") << false << u"customer"_s << 403 << u"FORBIDDEN"_s;
    QTest::newRow("api key") << false << u"service"_s << 200 << QString();
    QTest::newRow("admin") << false << u"admin"_s << 200 << QString();
}

void TestMetrics::whoMayRead()
{
    QFETCH(const bool, isOpen);
    QFETCH(const QString, who);
    SampleShop shop(isOpen ? TestServiceOptions() : closedDoors());
    const People people(shop);
    const QMap<QString, ApiHeaders> headers{{u"nobody"_s, {}},
                                            {u"customer"_s, bearer(people.tokenOf(people.ann))},
                                            {u"service"_s, bearer(people.apiKey)},
                                            {u"admin"_s, bearer(people.tokenOf(people.admin))}};
    ApiClient client(shop.service().port());
    const auto reply = client.get("/metrics", headers.value(who));
    QTEST(reply.status, "status");
    QTEST(reply.code(), "code");
    QCOMPARE(reply.raw.body.contains("holdfast_http_requests_total"), reply.status == 200);
    QCOMPARE(client.get("/api/v1/metrics", headers.value(who)).status, 404);
}

// A scrape holds its server thread up for as long as it is written.
void TestMetrics::isWrittenQuickly()
{
    SampleShop shop;
    const auto &metrics = shop.service().context().metrics;
    qint64 best = std::numeric_limits<qint64>::max();
    for (int attempt = 0; attempt < 20; ++attempt) {
        QElapsedTimer timer;
        timer.start();
        const auto text = metrics.text();
        best = std::min(best, timer.nsecsElapsed());
        QVERIFY2(text.size() < 200'000, QByteArray::number(text.size()).constData());
    }
    qInfo("%lld bytes in %.3f ms", static_cast<long long>(metrics.text().size()),
          static_cast<double>(best) / 1e6);
    QVERIFY2(best < 50'000'000,
             QByteArray::number(best).constData()); // sanitizers and busy machines included
}

QTEST_GUILESS_MAIN(TestMetrics)
#include "test_metrics.moc"
