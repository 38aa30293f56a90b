// SPDX-License-Identifier: GPL-3.0-only
// Thousands of connections with valid requests that were spoilt at random: the server stays up, stays in
// memory, forgets no connection, and every answer it gives is HTTP.
#include "tests/server/http/raw_client.h"
#include "tests/server/http/raw_pipelines.h"
#include "tests/server/http/server_under_test.h"

#include <QTest>

#include <thread>

namespace {

constexpr int connections = 4'000;

void mutate(QByteArray &bytes, std::mt19937 &random)
{
    const auto place = [&] { return static_cast<qsizetype>(random() % static_cast<size_t>(bytes.size())); };
    for (unsigned count = 1 + random() % 4; count > 0 && bytes.size() > 1; --count) {
        const qsizetype at = place();
        switch (random() % 6) {
        case 0:
            bytes[at] = static_cast<char>(random());
            break;
        case 1:
            bytes.remove(at, 1 + place() % 8);
            break;
        case 2:
            bytes.insert(at, static_cast<char>(random()));
            break;
        case 3:
            bytes.insert(at, bytes.mid(place(), 40));
            break;
        case 4:
            bytes.truncate(at);
            break;
        default:
            bytes.insert(at, random() % 2 == 0 ? "\r\n" : "\n");
            break;
        }
    }
}

} // namespace

class TestMutations : public QObject
{
    Q_OBJECT

private slots:
    void spoiltRequests();

private:
    static void sendSpoilt(ServerUnderTest &server, std::mt19937 &random);
};

void TestMutations::sendSpoilt(ServerUnderTest &server, std::mt19937 &random)
{
    auto bytes = makePipeline(random).bytes.left(2'000);
    mutate(bytes, random);
    RawClient client(server.port());
    QVERIFY(client.isConnected());
    client.send(bytes);
    // A good request behind it: whatever the server makes of the bytes before, it must not wait for ever.
    client.send(getRequest("/hello", "Connection: close\r\n"));
    client.finishSending();
    const auto answer = client.receiveAll();
    QVERIFY2(answer.isEmpty() || answer.startsWith("HTTP/1.1 "), answer.constData());
}

void TestMutations::spoiltRequests()
{
    constexpr qint64 growthMaxKiB = 8 * 1024 * memoryFactor;
    ServerUnderTest server(ServerUnderTest::Kind::Ours, {QStringLiteral("--patient")});
    std::mt19937 random(20261120);
    qint64 settled = 0;
    for (int index = 0; index < connections; ++index) {
        sendSpoilt(server, random);
        QVERIFY2(!QTest::currentTestFailed() && server.isAlive(), qPrintable(QString::number(index)));
        if (index == connections / 4)
            settled = server.residentKiB();
    }
    QCOMPARE_LE(server.residentKiB(), settled + growthMaxKiB);
    QByteArray open;
    for (int attempt = 0; attempt < 100 && open != "1"; ++attempt) {
        const auto reply = ask(server.port(), getRequest("/connections"));
        QVERIFY(reply);
        open = reply->body;
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    QCOMPARE(open, QByteArray("1"));
}

QTEST_GUILESS_MAIN(TestMutations)
#include "test_mutations.moc"
