// SPDX-License-Identifier: GPL-3.0-only
// Replies that are completed later, elsewhere, twice, never, or for clients that have gone.
#include "http/api.h"
#include "http/reply.h"
#include "tests/server/http/delayed_calls.h"
#include "tests/server/http/raw_client.h"

#include <QRegularExpression>
#include <QTest>

#include <atomic>

using namespace holdfast;
using namespace holdfast::http;
using std::chrono::milliseconds;

class TestReplies : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void clientsHangUpWhilePending();
    void clientsThatHalfCloseGetWhatIsReady();
    void manyThreadsAnswer();
    void forgottenReplyIsAnInternalError();
    void secondAnswerIsDropped();
    void exceptionIsAnInternalError();
    void overdueReplyIsUnavailable();
    void pendingRepliesOutliveTheServer();
    void gateComesFirst();
    void observerHearsOfEverything();
    void portOfAnotherIsRefused();

private:
    std::vector<Route> routes();

    std::unique_ptr<DelayedCalls> m_delayed;
    std::unique_ptr<Api> m_api;
    std::atomic<int> m_completed = 0;
    std::mutex m_mutex; // guards m_finished
    std::vector<FinishedRequest> m_finished;
    quint16 m_port = 0;
};

std::vector<Route> TestReplies::routes()
{
    std::vector<Route> table;
    table.push_back(
        {Method::Get, "/later/{ms}", Access::Anyone, "later", [this](const Request &request, Reply reply) {
             const milliseconds delay(parseNumberId(request.parameter("ms")).value_or(0));
             m_delayed->call(delay, [this, reply = std::move(reply)]() mutable {
                 reply.deliver([] { return Response::ok(true); });
                 ++m_completed;
             });
         }});
    table.push_back({Method::Get, "/never", Access::Anyone, "never", [](const Request &, const Reply &) {}});
    table.push_back({Method::Get, "/twice", Access::Anyone, "twice", [](const Request &, Reply reply) {
                         reply.send(Response::ok(1));
                         reply.send(Response::ok(2));
                     }});
    table.push_back({Method::Get, "/throws", Access::Anyone, "throws", [](const Request &, Reply reply) {
                         reply.deliver([]() -> Response { throw std::runtime_error("the reason"); });
                     }});
    table.push_back({Method::Get, "/closed", Access::Admin, "closed",
                     [](const Request &, Reply reply) { reply.send(Response::ok(1)); }});
    return table;
}

void TestReplies::init()
{
    m_delayed = std::make_unique<DelayedCalls>();
    m_completed = 0;
    m_finished.clear();
    Router router;
    router.add(routes());
    Settings settings;
    settings.threads = 2;
    settings.limits.replyDeadline = milliseconds(1'000);
    settings.limits.drainDeadline = milliseconds(300);
    settings.limits.sweepPeriod = milliseconds(50);
    const Gate gate = [](const Request &request) -> std::optional<Refusal> {
        if (request.route().access == Access::Anyone)
            return std::nullopt;
        return Refusal{ErrorCode::AuthRequired, QStringLiteral("Who are you?"), {}};
    };
    m_api = std::make_unique<Api>(settings, std::move(router), gate, [this](const FinishedRequest &finished) {
        const std::lock_guard lock(m_mutex);
        m_finished.push_back(finished);
    });
    m_port = m_api->start(QHostAddress::LocalHost, 0).value();
}

void TestReplies::cleanup()
{
    m_api.reset();
    m_delayed.reset();
}

void TestReplies::clientsHangUpWhilePending()
{
    constexpr int clientCount = 500;
    for (int index = 0; index < clientCount; ++index) {
        RawClient client(m_port);
        QVERIFY(client.send(getRequest("/later/" + QByteArray::number(1 + index % 50))));
        if (index % 2 == 0)
            client.hangUp();
    }
    const auto reply = ask(m_port, getRequest("/later/60"));
    QVERIFY(reply);
    QCOMPARE(reply->status, 200);
    QTRY_COMPARE(m_api->openConnections(), 0);
}

void TestReplies::clientsThatHalfCloseGetWhatIsReady()
{
    RawClient client(m_port);
    QVERIFY(client.send(getRequest("/closed")));
    client.finishSending();
    const auto reply = client.receive();
    QVERIFY(reply);
    QCOMPARE(reply->status, 401);
    QVERIFY(client.isClosedWithin());

    RawClient gone(m_port);
    QVERIFY(gone.send(getRequest("/later/500")));
    gone.finishSending();
    QVERIFY(gone.isClosedWithin());
    QTRY_COMPARE(m_api->openConnections(), 0);
    QTRY_COMPARE(m_completed, 1); // to nobody
}

void TestReplies::manyThreadsAnswer()
{
    std::vector<std::thread> threads;
    std::atomic<int> good = 0;
    for (int index = 0; index < 8; ++index) {
        threads.emplace_back([this, &good] {
            RawClient client(m_port);
            for (int turn = 0; turn < 50; ++turn) {
                client.send(getRequest("/later/1") + getRequest("/later/2"));
                for (int reply = 0; reply < 2; ++reply)
                    good += client.receive().value_or(RawReply()).status == 200 ? 1 : 0;
            }
        });
    }
    for (auto &thread : threads)
        thread.join();
    QCOMPARE(good.load(), 800);
}

void TestReplies::forgottenReplyIsAnInternalError()
{
    QTest::ignoreMessage(QtCriticalMsg, "A reply was destroyed without an answer");
    const auto reply = ask(m_port, getRequest("/never"));
    QVERIFY(reply);
    QCOMPARE(reply->status, 500);
    QVERIFY(reply->body.contains("INTERNAL_ERROR"));
}

void TestReplies::secondAnswerIsDropped()
{
    QTest::ignoreMessage(QtCriticalMsg, "A reply was completed twice; the second answer is dropped");
    RawClient client(m_port);
    client.send(getRequest("/twice") + getRequest("/later/1"));
    QVERIFY(client.receive().value_or(RawReply()).body.contains("\"data\":1"));
    QVERIFY(client.receive().value_or(RawReply()).body.contains("\"data\":true"));
}

void TestReplies::exceptionIsAnInternalError()
{
    QTest::ignoreMessage(QtCriticalMsg,
                         QRegularExpression(QStringLiteral("^Request .* failed: the reason$")));
    const auto reply = ask(m_port, getRequest("/throws"));
    QVERIFY(reply);
    QCOMPARE(reply->status, 500);
    QVERIFY(!reply->body.contains("the reason"));
}

void TestReplies::overdueReplyIsUnavailable()
{
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("^No reply in time for request ")));
    RawClient client(m_port);
    client.send(getRequest("/later/1800") + getRequest("/later/1"));
    const auto reply = client.receive();
    QVERIFY(reply);
    QCOMPARE(reply->status, 503);
    QVERIFY(!reply->header("Retry-After").isNull());
    QCOMPARE(client.receive().value_or(RawReply()).status, 200);
    // The late answer finds nobody, and the connection is still in step.
    QTRY_COMPARE(m_completed.load(), 2);
    client.send(getRequest("/later/1"));
    QCOMPARE(client.receive().value_or(RawReply()).status, 200);
}

void TestReplies::pendingRepliesOutliveTheServer()
{
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("^Cutting off 1 connections")));
    RawClient client(m_port);
    client.send(getRequest("/later/700"));
    QTRY_COMPARE(m_api->openConnections(), 1);
    QTest::qWait(100);
    m_api->stop();
    QVERIFY(client.isClosedWithin());
    QCOMPARE(m_completed.load(), 0);
    QTRY_COMPARE(m_completed.load(), 1);
}

void TestReplies::gateComesFirst()
{
    const auto reply = ask(m_port, getRequest("/closed"));
    QVERIFY(reply);
    QCOMPARE(reply->status, 401);
    QVERIFY(reply->body.contains("AUTH_REQUIRED"));
}

void TestReplies::observerHearsOfEverything()
{
    ask(m_port, getRequest("/later/1", "X-Request-Id: mine-1\r\n"));
    ask(m_port, getRequest("/nothing", "X-Request-Id: bad id\r\n"));
    ask(m_port, "rubbish\r\n\r\n");
    const std::lock_guard lock(m_mutex);
    QCOMPARE(m_finished.size(), size_t(3));
    QCOMPARE(m_finished[0].requestId, QByteArray("mine-1"));
    QCOMPARE(QByteArray(m_finished[0].route), QByteArray("later"));
    QCOMPARE(m_finished[0].status, 200);
    QVERIFY(!m_finished[0].error && m_finished[0].duration.count() > 0 && m_finished[0].peer.isLoopback());
    QCOMPARE(m_finished[1].status, 404);
    QVERIFY(m_finished[1].requestId != "bad id" && !m_finished[1].requestId.isEmpty());
    QCOMPARE(m_finished[1].error, std::optional(ErrorCode::NotFound));
    QCOMPARE(m_finished[2].status, 400);
}

void TestReplies::portOfAnotherIsRefused()
{
    Settings settings;
    for (const int threads : {1, 3}) {
        settings.threads = threads;
        Api second(settings, Router(), nullptr, nullptr);
        QVERIFY(!second.start(QHostAddress::LocalHost, m_port));
        QVERIFY(!second.isReady());
    }
}

QTEST_GUILESS_MAIN(TestReplies)
#include "test_replies.moc"
