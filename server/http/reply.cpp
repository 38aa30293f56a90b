// SPDX-License-Identifier: GPL-3.0-only
#include "http/reply.h"

#include "http/edge/log.h"

namespace holdfast::http {

namespace {

Response internalError()
{
    return Response::refused({ErrorCode::InternalError, QStringLiteral("Something went wrong here"), {}});
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
    deliver([response = std::move(response)]() mutable { return std::move(response); });
}

void Reply::refuse(Refusal refusal)
{
    send(Response::refused(std::move(refusal)));
}

void Reply::complete(Render render)
{
    const auto mailbox = std::exchange(m_mailbox, nullptr);
    if (!mailbox) {
        qCCritical(httpLog, "A reply was completed twice; the second answer is dropped");
        return;
    }
    mailbox->post(m_ticket, std::move(render));
}

WireResponse Reply::failed(const std::exception &exception, const Exchange &exchange)
{
    qCCritical(httpLog, "Request %s failed: %s", exchange.requestId.constData(), exception.what());
    return inEnvelope(internalError(), exchange);
}

} // namespace holdfast::http
