// SPDX-License-Identifier: GPL-3.0-only
#include "http/api.h"

#include "http/edge/log.h"
#include "http/envelope.h"
#include "http/reply.h"

#include <QWebSocket>

#include <algorithm>
#include <exception>

namespace holdfast::http {

using namespace Qt::StringLiterals;

namespace {

Response answerToMiss(Method method, const Router::Methods &allowed)
{
    if (std::ranges::find(allowed, true) == allowed.end())
        return Response::refused({ErrorCode::NotFound, u"There is nothing at this address"_s, {}});
    if (method == Method::Options)
        return Response::noContent().withHeader("Allow", allowText(allowed));
    return Response::refused({ErrorCode::MethodNotAllowed, u"This address does not take that method"_s, {}})
        .withHeader("Allow", allowText(allowed));
}

} // namespace

Api::Api(Settings settings, Router router, Gate gate, Observer observer)
    : m_router(std::move(router))
    , m_gate(std::move(gate))
    , m_jsonDepthMax(settings.limits.jsonDepthMax)
    , m_crossOrigin(settings.allowedOrigins)
    , m_server(std::move(settings), makeHooks(std::move(observer)))
{
}

Hooks Api::makeHooks(Observer observer)
{
    Hooks hooks;
    hooks.handle = [this](IncomingRequest &&incoming, Exchange &exchange, Ticket ticket,
                          const std::shared_ptr<Mailbox> &mailbox) {
        handle(std::move(incoming), exchange, ticket, mailbox);
    };
    hooks.renderFault = [](const Fault &fault, const Exchange &exchange) {
        return inEnvelope(fault, exchange);
    };
    hooks.observe = std::move(observer);
    hooks.acceptWebSocket = [this](std::unique_ptr<QWebSocket> socket) {
        if (m_acceptWebSocket)
            m_acceptWebSocket(std::move(socket));
    };
    return hooks;
}

std::expected<quint16, QString> Api::start(const QHostAddress &address, quint16 port)
{
    return m_server.start(address, port);
}

void Api::onWebSocket(std::function<void(std::unique_ptr<QWebSocket>)> accept)
{
    m_acceptWebSocket = std::move(accept);
}

void Api::handle(IncomingRequest &&incoming, Exchange &exchange, Ticket ticket,
                 const std::shared_ptr<Mailbox> &mailbox) const
{
    exchange.headerLines = m_crossOrigin.answerLines(incoming.head);
    PathSegments path(incoming.head.path());
    const auto match = m_router.find(incoming.head.method, path);
    if (!match) {
        exchange.headerLines += m_crossOrigin.preflightLines(incoming.head, allowText(match.error()));
        return Reply(ticket, mailbox).send(answerToMiss(incoming.head.method, match.error()));
    }
    exchange.route = match->route->route.name;
    exchange.routeIndex = match->route->index;
    const Request request(std::move(incoming), std::move(path), *match, exchange, m_jsonDepthMax);
    try {
        answer(request, ticket, mailbox);
    } catch (const std::exception &exception) {
        // The reply, wherever it was, has answered 500 on its way out.
        qCCritical(httpLog, "Request %s failed: %s", request.requestId().constData(), exception.what());
    }
}

void Api::answer(const Request &request, Ticket ticket, const std::shared_ptr<Mailbox> &mailbox) const
{
    Reply reply(ticket, mailbox);
    if (auto refusal = m_gate ? m_gate(request) : std::nullopt)
        return reply.refuse(std::move(*refusal));
    request.route().handler(request, std::move(reply));
}

} // namespace holdfast::http
