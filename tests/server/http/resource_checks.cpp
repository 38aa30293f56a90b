// SPDX-License-Identifier: GPL-3.0-only
// Lines 6 to 9: memory, time, descriptors.
#include "tests/server/http/check.h"

#include <thread>

using namespace Qt::StringLiterals;
using std::chrono::milliseconds;
using std::chrono::steady_clock;
using Kind = ServerUnderTest::Kind;

namespace {

constexpr qint64 mebibyteInKiB = 1024;

/// Sends the start, then up to 48 MiB of filling, and looks at what the server keeps of it.
Verdict demandFlatMemory(Kind kind, const QByteArray &start)
{
    constexpr int pieces = 48;
    constexpr qint64 growthMaxKiB = 12 * mebibyteInKiB * memoryFactor;
    ServerUnderTest server(kind);
    const qint64 before = server.residentKiB();
    RawClient client(server.port());
    client.send(start);
    const QByteArray piece(1024 * 1024, 'a');
    qint64 most = before;
    for (int index = 0; index < pieces && client.send(piece, milliseconds(500)); ++index)
        most = std::max(most, server.residentKiB());
    std::this_thread::sleep_for(milliseconds(100));
    most = std::max(most, server.residentKiB());
    if (most - before > growthMaxKiB)
        return u"memory grew by %1 MiB"_s.arg((most - before) / mebibyteInKiB);
    return server.isAlive() ? Verdict() : u"the server died"_s;
}

/// None of the connections may still be open after the deadlines of our_server.cpp and plenty of grace.
Verdict demandClosed(std::vector<RawClient> &clients)
{
    const auto until = steady_clock::now() + milliseconds(5'000);
    int open = 0;
    for (auto &client : clients) {
        const auto left = std::chrono::duration_cast<milliseconds>(until - steady_clock::now());
        open += client.isClosedWithin(std::max(left, milliseconds(0))) ? 0 : 1;
    }
    return open == 0 ? Verdict() : u"%1 of %2 connections stay open"_s.arg(open).arg(clients.size());
}

Verdict closeSlowClients(Kind kind, const QByteArray &start, const QByteArray &drip)
{
    ServerUnderTest server(kind);
    std::vector<RawClient> clients;
    for (int index = 0; index < 100; ++index) {
        clients.emplace_back(server.port());
        clients.back().send(start);
    }
    // Bytes that keep coming do not move the deadline.
    for (int beat = 0; beat < 8; ++beat) {
        for (auto &client : clients)
            client.send(drip);
        std::this_thread::sleep_for(milliseconds(200));
    }
    return demandClosed(clients);
}

Verdict closeStalledReaders(Kind kind)
{
    ServerUnderTest server(kind);
    RawClient client(server.port());
    // Far more than the kernel's buffers take, and nobody reads.
    for (int index = 0; index < 12; ++index)
        client.send(getRequest("/big"));
    const auto until = steady_clock::now() + milliseconds(6'000);
    while (steady_clock::now() < until) {
        const auto reply = ask(server.port(), getRequest("/connections"));
        if (reply && reply->body == "1")
            return std::nullopt;
        std::this_thread::sleep_for(milliseconds(100));
    }
    return u"a client that never reads keeps its connection"_s;
}

Verdict demandBoundedReplies(Kind kind)
{
    constexpr int requests = 300;
    constexpr qint64 growthMaxKiB = 48 * mebibyteInKiB * memoryFactor;
    ServerUnderTest server(kind);
    const qint64 before = server.residentKiB();
    RawClient client(server.port());
    QByteArray pipeline;
    for (int index = 0; index < requests; ++index)
        pipeline += getRequest("/big");
    client.send(pipeline);
    std::this_thread::sleep_for(milliseconds(700));
    const qint64 growth = server.residentKiB() - before;
    if (growth > growthMaxKiB)
        return u"memory grew by %1 MiB"_s.arg(growth / mebibyteInKiB);
    // Bounded, and yet nothing is lost once the client reads.
    for (int index = 0; index < requests; ++index) {
        if (!client.receive())
            return u"reply %1 is missing"_s.arg(index);
    }
    return std::nullopt;
}

bool answersWithin(ServerUnderTest &server, milliseconds wait)
{
    const auto until = steady_clock::now() + wait;
    while (steady_clock::now() < until) {
        RawClient client(server.port());
        client.send(getRequest("/hello"));
        const auto reply = client.receive(milliseconds(300));
        if (reply && reply->status == 200)
            return true;
    }
    return false;
}

/// More clients than descriptors: no spinning meanwhile, and service for everybody once they have left.
Verdict surviveExhaustion(Kind kind, const QStringList &arguments)
{
    constexpr int descriptorsMax = 256;
    constexpr milliseconds watched{1'000};
    // Next to nothing when it waits, all of it in a loop.
    constexpr milliseconds wantedMax{400};
    ServerUnderTest server(kind, arguments, descriptorsMax);
    std::vector<RawClient> clients;
    // The backlog may be full, so nobody waits to be let in.
    for (int index = 0; index < 2 * descriptorsMax; ++index)
        clients.emplace_back(server.port(), milliseconds(1));
    // A backlog that overflows leaves some outside for seconds; others take their places.
    const auto until = steady_clock::now() + milliseconds(2'500);
    while (server.openDescriptors() < descriptorsMax && steady_clock::now() < until)
        clients.emplace_back(server.port(), milliseconds(20));
    // One that surely waits to be accepted.
    clients.emplace_back(server.port());
    const auto before = server.processorTimeWanted();
    std::this_thread::sleep_for(watched);
    const auto wanted = server.processorTimeWanted() - before;
    clients.clear();
    if (wanted > wantedMax)
        return u"it spins while it has no descriptors"_s;
    return answersWithin(server, milliseconds(4'000)) ? Verdict() : u"it does not accept any more"_s;
}

Verdict turnAwayPolitely(Kind kind)
{
    constexpr int descriptorsMax = 256;
    ServerUnderTest server(kind, {}, descriptorsMax);
    std::vector<RawClient> clients;
    for (int index = 0; index < descriptorsMax + 20; ++index)
        clients.emplace_back(server.port());
    const auto reply = clients.back().receive(milliseconds(1'500));
    if (!reply)
        return u"one client too many hears nothing"_s;
    return reply->status == 503 && !reply->header("Retry-After").isNull() ? Verdict()
                                                                          : u"status %1"_s.arg(reply->status);
}

} // namespace

std::vector<Check> resourceChecks()
{
    const QByteArray head = "POST /size HTTP/1.1\r\nHost: localhost\r\n";
    const auto flat = [](const char *name, const QByteArray &start) {
        return Check{6, name, [start](Kind kind) { return demandFlatMemory(kind, start); }};
    };
    const auto slow = [](const char *name, const QByteArray &start, const QByteArray &drip) {
        return Check{7, name, [start, drip](Kind kind) { return closeSlowClients(kind, start, drip); }};
    };
    return {
        flat("endless header", head + "X-Endless: "),
        flat("endless URL", "GET /"),
        flat("huge body", head + "Content-Length: 209715200\r\n\r\n"),
        slow("dripping heads", "GET /hello HTTP/1.1\r\nHost: local", "h"),
        slow("dripping bodies", head + "Content-Length: 1000\r\n\r\n", "b"),
        slow("silent connections", "", ""),
        {7, "readers that stall", closeStalledReaders},
        {8, "pipelined requests for large replies", demandBoundedReplies},
        {9, "more clients than descriptors",
         [](Kind kind) { return surviveExhaustion(kind, {u"--many"_s}); }},
        {9, "descriptors really exhausted",
         [](Kind kind) {
             return surviveExhaustion(kind, {u"--many"_s, u"--no-reserve"_s});
         }},
        {9, "clients over the cap are told", turnAwayPolitely},
    };
}
