// SPDX-License-Identifier: GPL-3.0-only
// Lines 1, 2, 19 and 20: replies that come later.
#include "tests/server/http/check.h"

using namespace Qt::StringLiterals;
using std::chrono::milliseconds;
using Kind = ServerUnderTest::Kind;

namespace {

/// 400 clients leave while their reply is pending; the server must outlive them.
Verdict surviveHangUps(Kind kind)
{
    ServerUnderTest server(kind);
    for (int round = 0; round < 8; ++round) {
        std::vector<RawClient> clients;
        for (int index = 0; index < 50; ++index) {
            clients.emplace_back(server.port());
            clients.back().send(getRequest("/later/30"));
        }
        // Half by a reset, the rest by closing.
        for (size_t index = 0; index < clients.size(); index += 2)
            clients[index].hangUp();
        clients.clear();
        // Requests that stay, so that freed memory is used again by somebody else.
        RawClient staying(server.port());
        staying.send(getRequest("/later/60"));
        const auto reply = staying.receive();
        if (!reply || reply->body != "60")
            return u"the server died or forgot a reply in round %1"_s.arg(round);
    }
    return server.isAlive() ? Verdict() : u"the server died"_s;
}

Verdict keepOrder(Kind kind)
{
    ServerUnderTest server(kind);
    RawClient client(server.port());
    client.send(getRequest("/later/300") + getRequest("/later/100") + getRequest("/hello")
                + getRequest("/later/0"));
    for (const QByteArray expected : {"300", "100", "hello", "0"}) {
        const auto reply = client.receive();
        if (!reply)
            return u"a reply is missing"_s;
        if (reply->body != expected)
            return u"the reply to another request came first"_s;
    }
    return std::nullopt;
}

Verdict holdUpNobody(Kind kind)
{
    ServerUnderTest server(kind);
    RawClient waiting(server.port());
    waiting.send(getRequest("/wait/1500"));
    RawClient other(server.port());
    // Two in turn, so that at least the second comes when the first client's request is being handled.
    for (int turn = 0; turn < 2; ++turn) {
        other.send(getRequest("/hello"));
        const auto reply = other.receive();
        if (!reply || reply->status != 200)
            return u"no reply"_s;
    }
    // Order instead of time: whoever was held up is answered after the one who waits.
    return waiting.receive(milliseconds(0)) ? u"it was answered after the request that waits"_s : Verdict();
}

Verdict drainGracefully(Kind kind)
{
    ServerUnderTest server(kind);
    RawClient pending(server.port());
    RawClient idle(server.port());
    pending.send(getRequest("/later/600"));
    idle.send(getRequest("/hello"));
    idle.receive();
    server.terminate();
    const auto reply = pending.receive();
    if (!reply || reply->body != "600")
        return u"the request in flight was dropped"_s;
    if (reply->header("Connection") != "close" || !pending.isClosedWithin())
        return u"the connection was not closed after its reply"_s;
    if (!idle.isClosedWithin())
        return u"an idle connection stays open"_s;
    return server.exitCodeWithin(RawClient::patience) == 0 ? Verdict() : u"it did not end"_s;
}

} // namespace

std::vector<Check> replyChecks()
{
    return {
        {1, "clients hang up while their reply is pending", surviveHangUps},
        {2, "replies keep the order of the requests", keepOrder},
        {19, "a request that waits holds up nobody", holdUpNobody},
        {20, "a stop lets requests in flight finish", drainGracefully},
    };
}
