// SPDX-License-Identifier: GPL-3.0-only
// Lines 16 and 17: the upgrade.
#include "tests/server/http/check.h"

#include <thread>

using namespace Qt::StringLiterals;
using std::chrono::milliseconds;
using Kind = ServerUnderTest::Kind;

namespace {

QByteArray upgradeRequest(const QByteArray &extraLines = {})
{
    return getRequest("/live",
                      "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                      "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                          + extraLines);
}

QByteArray bigEndian(quint64 number, int bytes)
{
    QByteArray text;
    for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8)
        text.append(static_cast<char>((number >> static_cast<unsigned>(shift)) & 0xffU));
    return text;
}

/// The start of a masked text frame; its mask is zero, so the payload follows as it is.
QByteArray frameHead(quint64 length)
{
    const QByteArray mask(4, '\0');
    if (length < 126)
        return "\x81" + QByteArray(1, static_cast<char>(0x80U | length)) + mask;
    if (length < 65536)
        return QByteArray("\x81\xfe") + bigEndian(length, 2) + mask;
    return QByteArray("\x81\xff") + bigEndian(length, 8) + mask;
}

std::optional<RawClient> upgraded(quint16 port)
{
    RawClient client(port);
    client.send(upgradeRequest());
    const auto reply = client.receive();
    if (!reply || reply->status != 101)
        return std::nullopt;
    return client;
}

Verdict demandOrigin(Kind kind)
{
    ServerUnderTest server(kind);
    const auto own = ask(server.port(), upgradeRequest("Origin: http://localhost\r\n"));
    if (!own || own->status != 101)
        return u"its own pages cannot connect"_s;
    const auto foreign = ask(server.port(), upgradeRequest("Origin: http://evil.example\r\n"));
    return foreign && foreign->status == 403 ? Verdict() : u"a foreign page got a WebSocket"_s;
}

Verdict demandSmallMessages(Kind kind)
{
    ServerUnderTest server(kind);
    auto client = upgraded(server.port());
    if (!client)
        return u"no WebSocket"_s;
    client->send(frameHead(5) + "hello");
    if (client->receiveBytes(7) != "\x81\x05hello")
        return u"a small message is not taken"_s;
    client->send(frameHead(40'000) + QByteArray(40'000, 'm'));
    return client->receiveBytes(1).startsWith('\x81') ? u"a message of 40 KB was taken"_s : Verdict();
}

Verdict demandFlatFrame(Kind kind)
{
    constexpr qint64 growthMaxKiB = 12 * 1024 * memoryFactor;
    ServerUnderTest server(kind);
    auto client = upgraded(server.port());
    if (!client)
        return u"no WebSocket"_s;
    const qint64 before = server.residentKiB();
    client->send(frameHead(100ULL * 1024 * 1024));
    qint64 most = before;
    const QByteArray piece(1024 * 1024, 'f');
    for (int index = 0; index < 48 && client->send(piece, milliseconds(500)); ++index)
        most = std::max(most, server.residentKiB());
    std::this_thread::sleep_for(milliseconds(200));
    most = std::max(most, server.residentKiB());
    return most - before > growthMaxKiB ? u"memory grew by %1 MiB"_s.arg((most - before) / 1024) : Verdict();
}

Verdict countUpgraded(Kind kind)
{
    ServerUnderTest server(kind);
    for (int index = 0; index < 30; ++index) {
        if (!upgraded(server.port()))
            return u"no WebSocket"_s;
    }
    QByteArray count;
    for (int attempt = 0; attempt < 50 && count != "1"; ++attempt) {
        const auto reply = ask(server.port(), getRequest("/connections"));
        count = reply ? reply->body : QByteArray();
        std::this_thread::sleep_for(milliseconds(50));
    }
    return count == "1" ? Verdict()
                        : u"%1 connections are counted, one is open"_s.arg(QString::fromLatin1(count));
}

} // namespace

std::vector<Check> webSocketChecks()
{
    return {
        {16, "foreign origins get no WebSocket", demandOrigin},
        {16, "messages are small", demandSmallMessages},
        {16, "an unfinished frame takes no memory", demandFlatFrame},
        {17, "upgraded connections are counted out", countUpgraded},
    };
}
