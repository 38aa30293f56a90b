// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "http/edge/mailbox.h"
#include "http/envelope.h"

#include <exception>
#include <memory>
#include <utility>

namespace holdfast::http {

/// The right to answer one request, once. It may travel to any thread and be completed there, also after the
/// client has gone or the server stopped, when the answer is dropped. One that is destroyed unused is a bug:
/// it logs that and answers 500. Completing never blocks.
class Reply final
{
public:
    Reply(Ticket ticket, std::shared_ptr<Mailbox> mailbox);
    ~Reply();
    Reply(Reply &&) noexcept = default;
    Reply &operator=(Reply &&) = delete;
    Reply(const Reply &) = delete;
    Reply &operator=(const Reply &) = delete;

    /// Whole lines, each with CR LF, that stand in the answer whatever it says.
    void addHeaderLines(const QByteArray &lines) { m_headerLines.append(lines); }

    void send(Response response);
    void refuse(Refusal refusal);
    /// make (→ Response) runs on the server thread and may be the costly part (rendering); it must not block.
    template <typename Make>
    void deliver(Make make);

private:
    void complete(Render render);
    static WireResponse failed(const std::exception &exception, const Exchange &exchange);

    Ticket m_ticket;
    std::shared_ptr<Mailbox> m_mailbox; // null once completed
    QByteArray m_headerLines;
};

template <typename Make>
void Reply::deliver(Make make)
{
    complete([make = std::move(make), lines = std::move(m_headerLines)](const Exchange &exchange) mutable {
        WireResponse wire;
        try {
            wire = inEnvelope(make(), exchange);
        } catch (const std::exception &exception) {
            wire = failed(exception, exchange);
        }
        wire.headers.append(lines);
        return wire;
    });
}

} // namespace holdfast::http
