// SPDX-License-Identifier: GPL-3.0-only
// What a connection makes of a head: whole, well-formed, and right for this server.
#include "http/edge/connection.h"

#include <algorithm>

namespace holdfast::http {

bool Connection::judgeHead(SteadyTime now)
{
    const auto isWhole = readHead();
    if (!isWhole)
        refuse(isWhole.error());
    else if (*isWhole)
        m_readingSince = now; // from here on the body has its own deadline
    return isWhole.value_or(false);
}

std::expected<bool, Fault> Connection::readHead()
{
    const Limits &limits = m_context.settings.limits;
    const auto input = m_socket.input();
    const auto bytes = input.first(std::min<qsizetype>(input.size(), limits.headBytesMax));

    const auto end = m_scanner.scan(bytes, limits);
    if (!end)
        return std::unexpected(end.error());
    if (!*end)
        return false;
    auto head = HeadParser::parse(bytes.first(**end), limits);
    if (!head)
        return std::unexpected(head.error());
    if (head->upgradesToWebSocket)
        flush(); // what is ready leaves before Qt has the socket
    if (m_phase != Phase::Reading)
        return false;
    if (const auto fault = judgeContext(*head))
        return std::unexpected(*fault);
    m_head = std::move(*head);
    return true;
}

std::optional<Fault> Connection::judgeContext(const Head &head) const
{
    if (!m_context.hostRule.accepts(head.field(KnownField::Host)))
        return Fault{421, ErrorCode::MalformedRequest, "This server does not answer for that host"};
    return head.upgradesToWebSocket ? judgeUpgrade(head) : std::nullopt;
}

std::optional<Fault> Connection::judgeUpgrade(const Head &head) const
{
    const Settings &settings = m_context.settings;
    const auto origin = head.field(KnownField::Origin);
    if (!isOriginAllowed(origin, head.field(KnownField::Host), settings.allowedOrigins))
        return Fault{403, ErrorCode::Forbidden, "Pages of that origin may not open a WebSocket here"};
    if (std::ranges::find(settings.webSocketPaths, head.path()) == settings.webSocketPaths.end())
        return Fault{501, ErrorCode::NotFound, "There is no WebSocket at this address"};
    // The upgrade ends the ordered replies, so it cannot overtake one.
    if (!m_replies.isEmpty())
        return Fault{400, ErrorCode::MalformedRequest, "A WebSocket cannot start while replies are pending"};
    return std::nullopt;
}

} // namespace holdfast::http
