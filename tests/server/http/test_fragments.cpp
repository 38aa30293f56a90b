// SPDX-License-Identifier: GPL-3.0-only
// Whatever way valid requests are cut into segments, each is answered, in order, as if it had come whole.
#include "http/api.h"
#include "http/reply.h"
#include "tests/server/http/raw_client.h"
#include "tests/server/http/raw_pipelines.h"

#include <QTest>
#include <QWebSocket>

#include <algorithm>
#include <thread>

using namespace holdfast::http;

class TestFragments : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void everySplitOfOneRequest();
    void randomFragments_data();
    void randomFragments();
    void byteByByte();
    void webSocketAfterRequests();
    void cleanupTestCase() { m_api.reset(); }

private:
    void sendInPieces(RawClient &client, const QByteArray &bytes, const std::vector<qsizetype> &cuts);
    void expectAnswers(RawClient &client, const QList<QByteArray> &answers);

    std::unique_ptr<Api> m_api;
    quint16 m_port = 0;
};

void TestFragments::initTestCase()
{
    const Handler mirror = [](const Request &request, Reply reply) {
        const auto tag = request.parameter("tag").toByteArray();
        reply.send(Response::plain(200, "text/plain", mirrorAnswer(tag, request.body())));
    };
    Router router;
    router.add({Method::Get, "/mirror/{tag}", Access::Anyone, "mirror", mirror});
    router.add({Method::Post, "/mirror/{tag}", Access::Anyone, "mirror", mirror});
    Settings settings;
    settings.webSocketPaths = {"/live"};
    m_api = std::make_unique<Api>(std::move(settings), std::move(router), nullptr, nullptr);
    m_api->onWebSocket([](std::unique_ptr<QWebSocket> socket) {
        auto *kept = socket.release();
        QObject::connect(kept, &QWebSocket::textMessageReceived, kept, &QWebSocket::sendTextMessage);
        QObject::connect(kept, &QWebSocket::disconnected, kept, &QObject::deleteLater);
    });
    m_port = m_api->start(QHostAddress::LocalHost, 0).value();
}

void TestFragments::sendInPieces(RawClient &client, const QByteArray &bytes,
                                 const std::vector<qsizetype> &cuts)
{
    qsizetype start = 0;
    for (const qsizetype cut : cuts) {
        client.send(bytes.sliced(start, cut - start));
        start = cut;
        // Long enough that the server mostly reads each piece alone; no result depends on it.
        std::this_thread::sleep_for(std::chrono::microseconds(300));
    }
    client.send(bytes.sliced(start));
}

void TestFragments::expectAnswers(RawClient &client, const QList<QByteArray> &answers)
{
    for (const auto &answer : answers) {
        const auto reply = client.receive();
        QVERIFY(reply);
        QCOMPARE(reply->status, 200);
        QCOMPARE(reply->body, answer);
    }
}

void TestFragments::everySplitOfOneRequest()
{
    const QByteArray body = "\r\n\r\nGET / HTTP/1.1\r\n\r\n";
    const QByteArray request =
        postRequest("/mirror/split", body, "X-Field: value\r\n") + getRequest("/mirror/next");
    RawClient client(m_port);
    for (qsizetype cut = 1; cut < request.size(); ++cut) {
        sendInPieces(client, request, {cut});
        expectAnswers(client, {mirrorAnswer("split", body), mirrorAnswer("next", {})});
        QVERIFY2(!QTest::currentTestFailed(), qPrintable(QStringLiteral("cut at %1").arg(cut)));
    }
}

void TestFragments::randomFragments_data()
{
    QTest::addColumn<unsigned>("seed");
    for (unsigned seed = 1; seed <= 300; ++seed)
        QTest::addRow("seed %u", seed) << seed;
}

void TestFragments::randomFragments()
{
    QFETCH(unsigned, seed);
    std::mt19937 random(seed);
    const auto pipeline = makePipeline(random);
    std::vector<qsizetype> cuts;
    for (unsigned count = random() % 12; count > 0; --count)
        cuts.push_back(static_cast<qsizetype>(random() % static_cast<size_t>(pipeline.bytes.size())));
    std::ranges::sort(cuts);
    RawClient client(m_port);
    sendInPieces(client, pipeline.bytes, cuts);
    expectAnswers(client, pipeline.answers);
}

void TestFragments::byteByByte()
{
    const QByteArray request = getRequest("/mirror/drip") + postRequest("/mirror/drop", "0123456789");
    std::vector<qsizetype> cuts;
    for (qsizetype cut = 1; cut < request.size(); ++cut)
        cuts.push_back(cut);
    RawClient client(m_port);
    sendInPieces(client, request, cuts);
    expectAnswers(client, {mirrorAnswer("drip", {}), mirrorAnswer("drop", "0123456789")});
}

void TestFragments::webSocketAfterRequests()
{
    const QByteArray upgrade =
        getRequest("/live",
                   "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                   "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n");
    // Masked with zero, so the payload stands as it is.
    const QByteArray frame = QByteArray("\x81\x85\0\0\0\0", 6) + "hello";
    const QByteArray requests = getRequest("/mirror/one") + postRequest("/mirror/two", "body");
    const QByteArray all = requests + upgrade;
    for (qsizetype cut = 0; cut < all.size(); cut += cut + 8 < requests.size() ? 8 : 1) {
        RawClient client(m_port);
        sendInPieces(client, all, {cut});
        expectAnswers(client, {mirrorAnswer("one", ""), mirrorAnswer("two", "body")});
        const auto upgraded = client.receive(RawClient::patience, RawClient::Body::None);
        QVERIFY(upgraded);
        QCOMPARE(upgraded->status, 101);
        client.send(frame);
        QCOMPARE(client.receiveBytes(7), QByteArray("\x81\x05hello"));
    }
}

QTEST_GUILESS_MAIN(TestFragments)
#include "test_fragments.moc"
