// SPDX-License-Identifier: GPL-3.0-only
#include "http/reply.h"

#include "http/edge/log.h"
#include "http/envelope.h"

#include <exception>
#include <utility>

namespace holdfast::http {

namespace {

Response internalError()
{
    return Response::refused({ErrorCode::InternalError, QStringLiteral("Something went wrong here"), {}});
}

template <typename Make>
WireResponse renderGuarded(Make &make, const Exchange &exchange)
{
    try {
        return inEnvelope(make(), exchange);
    } catch (const std::exception &exception) {
        qCCritical(httpLog, "Request %s failed: %s", exchange.requestId.constData(), exception.what());
        return inEnvelope(internalError(), exchange);
    }
}

} // namespace

Reply::Reply(Ticket ticket, std::shared_ptr<Mailbox> mailbox)
    : m_ticket(ticket)
    , m_mailbox(std::move(mailbox))
{
}

Reply::~Reply()
{
    if (!m_mailbox)
        return;
    qCCritical(httpLog, "A reply was destroyed without an answer");
    send(internalError());
}

void Reply::send(Response response)
{
    complete([response = std::move(response)]() mutable { return std::move(response); });
}

void Reply::refuse(Refusal refusal)
{
    send(Response::refused(std::move(refusal)));
}

void Reply::deliver(std::move_only_function<Response()> make)
{
    complete(std::move(make));
}

template <typename Make>
void Reply::complete(Make make)
{
    const auto mailbox = std::exchange(m_mailbox, nullptr);
    if (!mailbox) {
        qCCritical(httpLog, "A reply was completed twice; the second answer is dropped");
        return;
    }
    mailbox->post(
        m_ticket,
        [make = std::move(make), lines = std::move(m_headerLines)](const Exchange &exchange) mutable {
            auto wire = renderGuarded(make, exchange);
            wire.headers.append(lines);
            return wire;
        });
}

} // namespace holdfast::http
