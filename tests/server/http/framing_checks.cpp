// SPDX-License-Identifier: GPL-3.0-only
// Lines 3, 4, 5, 10, 11 and 18: where a request ends, what its head may look like, what its reply must look
// like.
#include "tests/server/http/check.h"

using namespace Qt::StringLiterals;
using Kind = ServerUnderTest::Kind;

namespace {

const QByteArray smuggled = "GET /admin/x HTTP/1.1\r\nHost: localhost\r\n\r\n";

/// The request must be answered with the status, and the connection closed.
Verdict demandRefusal(Kind kind, const QByteArray &bytes, int status)
{
    ServerUnderTest server(kind);
    RawClient client(server.port());
    client.send(bytes);
    const auto reply = client.receive(std::chrono::milliseconds(1'000));
    if (!reply)
        return u"no reply"_s;
    if (reply->status != status)
        return u"status %1, not %2"_s.arg(reply->status).arg(status);
    const QByteArray rest = client.receiveAll(std::chrono::milliseconds(2'000));
    if (!rest.isEmpty())
        return u"something followed the refusal: "_s + QString::fromLatin1(rest);
    return client.isClosedWithin(std::chrono::milliseconds(100)) ? Verdict() : u"the connection stays open"_s;
}

Check refusal(int line, const char *name, QByteArray bytes, int status)
{
    return {line, name,
            [bytes = std::move(bytes), status](Kind kind) { return demandRefusal(kind, bytes, status); }};
}

QByteArray withBadHead(const QByteArray &badLines)
{
    return "GET /auth HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer token\r\n" + badLines + "\r\n";
}

QByteArray manyFields(int count)
{
    QByteArray lines;
    for (int index = 0; index < count; ++index)
        lines += "X-Field-" + QByteArray::number(index) + ": value\r\n";
    return lines;
}

/// What follows the head is a request if the length is not understood.
QByteArray withLengths(const QByteArray &lengthLines)
{
    return "POST /size HTTP/1.1\r\nHost: localhost\r\n" + lengthLines + "\r\n" + smuggled;
}

QByteArray withCoding(const QByteArray &coding, const QByteArray &body)
{
    return "POST /size HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: " + coding + "\r\n\r\n" + body;
}

Verdict demandClose(Kind kind, const QByteArray &bytes)
{
    ServerUnderTest server(kind);
    RawClient client(server.port());
    client.send(bytes);
    const auto reply = client.receive();
    if (!reply || reply->status != 200)
        return u"no reply"_s;
    return client.isClosedWithin(std::chrono::milliseconds(1'000)) ? Verdict()
                                                                   : u"the connection stays open"_s;
}

Verdict demandEmptyHead(Kind kind)
{
    ServerUnderTest server(kind);
    RawClient client(server.port());
    client.send("HEAD /hello HTTP/1.1\r\nHost: localhost\r\n\r\n" + getRequest("/hello"));
    const auto head = client.receive(RawClient::patience, RawClient::Body::None);
    const auto next = client.receive();
    if (!head || !next || head->status != 200)
        return u"no reply"_s;
    if (next->status != 200 || next->body != "hello")
        return u"the body of the HEAD reply stands before the next reply"_s;
    return head->header("Content-Length") == "5" ? Verdict() : u"the length is missing"_s;
}

Verdict demandDate(Kind kind)
{
    ServerUnderTest server(kind);
    const auto reply = ask(server.port(), getRequest("/hello"));
    if (!reply)
        return u"no reply"_s;
    return reply->header("Date").endsWith(" GMT") ? Verdict() : u"no Date"_s;
}

Verdict demandContinue(Kind kind)
{
    ServerUnderTest server(kind);
    RawClient client(server.port());
    client.send(
        "POST /size HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n");
    const auto interim = client.receive(std::chrono::milliseconds(500));
    if (!interim || interim->status != 100)
        return u"no 100 Continue"_s;
    client.send("four");
    const auto reply = client.receive();
    return reply && reply->status == 200 && reply->body == "4" ? Verdict() : u"no reply after the body"_s;
}

std::vector<Check> headChecks()
{
    return {
        refusal(3, "space in a field name", withBadHead("Bad Name: x\r\n"), 400),
        refusal(3, "field without colon", withBadHead("no colon here\r\n"), 400),
        refusal(3, "more than 100 fields", withBadHead(manyFields(101)), 431),
        refusal(3, "field over 100 KB", withBadHead("X-Long: " + QByteArray(110'000, 'x') + "\r\n"), 431),
        refusal(18, "bare LF", "GET /hello HTTP/1.1\nHost: localhost\n\n", 400),
        refusal(18, "bare LF in the middle", "GET /hello HTTP/1.1\r\nHost: localhost\nX: y\r\n\r\n", 400),
        refusal(18, "no HTTP version", "GET /hello HTTPXYZ9\r\nHost: localhost\r\n\r\n", 400),
        refusal(18, "leading white space", " \r\n\t" + getRequest("/hello"), 400),
        refusal(18, "leading empty line", "\r\n" + getRequest("/hello"), 400),
        refusal(11, "no Host", "GET /hello HTTP/1.1\r\n\r\n", 400),
        refusal(11, "two Hosts", "GET /hello HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n", 400),
        refusal(11, "malformed Host", "GET /hello HTTP/1.1\r\nHost: local host\r\n\r\n", 400),
        refusal(11, "another's Host", "GET /hello HTTP/1.1\r\nHost: rebound.example\r\n\r\n", 421),
        refusal(10, "unknown method", "FROB /hello HTTP/1.1\r\nHost: localhost\r\n\r\n", 501),
        refusal(10, "unreadable request line", "nonsense\r\n\r\n", 400),
    };
}

std::vector<Check> lengthChecks()
{
    return {
        refusal(4, "Content-Length -1", withLengths("Content-Length: -1\r\n"), 400),
        refusal(4, "Content-Length 2^64-1", withLengths("Content-Length: 18446744073709551615\r\n"), 400),
        refusal(4, "Content-Length 0x25", withLengths("Content-Length: 0x25\r\n"), 400),
        refusal(4, "Content-Length 37, 37", withLengths("Content-Length: 37, 37\r\n"), 400),
        refusal(4, "Content-Length abc", withLengths("Content-Length: abc\r\n"), 400),
        refusal(4, "Content-Length 37.0", withLengths("Content-Length: 37.0\r\n"), 400),
        refusal(4, "Content-Length twice", withLengths("Content-Length: 0\r\nContent-Length: 43\r\n"), 400),
        refusal(5, "coding that only contains chunked", withCoding("xchunkedx", "0\r\n\r\n"), 501),
        refusal(5, "coding beside Content-Length", withCoding("chunked\r\nContent-Length: 5", "0\r\n\r\n"),
                501),
        refusal(5, "chunk size zz", withCoding("chunked", "zz\r\n\r\n"), 501),
        refusal(5, "chunk size -5", withCoding("chunked", "-5\r\nhello\r\n0\r\n\r\n"), 501),
        refusal(5, "chunk size 0x5", withCoding("chunked", "0x5\r\nhello\r\n0\r\n\r\n"), 501),
        refusal(5, "trailers", withCoding("chunked", "5\r\nhello\r\n0\r\nX-Trailer: x\r\n\r\n"), 501),
    };
}

} // namespace

std::vector<Check> framingChecks()
{
    auto checks = headChecks();
    for (auto &check : lengthChecks())
        checks.push_back(std::move(check));
    checks.push_back({10, "HTTP/1.0 closes", [](Kind kind) {
                          return demandClose(kind, "GET /hello HTTP/1.0\r\nHost: localhost\r\n\r\n");
                      }});
    checks.push_back({10, "Connection: close closes", [](Kind kind) {
                          return demandClose(kind, getRequest("/hello", "Connection: close\r\n"));
                      }});
    checks.push_back({10, "HEAD has no body", demandEmptyHead});
    checks.push_back({10, "Date is told", demandDate});
    checks.push_back({10, "100 Continue is sent", demandContinue});
    return checks;
}
