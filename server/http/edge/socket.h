// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "http/edge/descriptor.h"

#include <QByteArray>

#include <span>

#include <sys/uio.h>

namespace holdfast::http {

/// A connected TCP socket that is never waited for. It keeps what arrived and was not taken yet, and what the
/// kernel did not accept yet; in between it owns no memory. Server thread only.
class Socket final
{
public:
    explicit Socket(Descriptor descriptor);
    Q_DISABLE_COPY_MOVE(Socket)

    /// What is known of the socket changed: there may be something to read; atEnd: the other side has shut
    /// down.
    void noticeInput(bool atEnd);
    /// Reads once what there may be, as far as `lent` has room. input() then lies in `lent`, until keepInput.
    void receive(QByteArray &lent);
    /// A further receive could find something.
    bool mayHoldMore() const { return m_mayHoldMore; }

    /// What arrived and was not taken.
    QByteArrayView input() const { return m_input; }
    void take(qsizetype size) { m_input = m_input.sliced(size); }
    /// Copies input(), if there is any, so that what was lent is free again.
    void keepInput();

    /// Gives the pieces to the kernel and keeps what it does not take.
    void write(std::span<const iovec> pieces);
    /// Gives the kernel what was kept; whether it took any.
    bool writeOn();
    qsizetype unsentBytes() const { return m_unsent.size(); }

    /// The client closed its side or the connection is broken; found by receive and write.
    bool hasEnded() const { return m_hasEnded; }
    /// Our side says that nothing follows.
    void shutDown();
    void close() { m_descriptor.close(); }
    /// Hands the descriptor on.
    Descriptor release() { return std::move(m_descriptor); }
    int descriptor() const { return m_descriptor.number(); }

private:
    qsizetype give(std::span<const iovec> pieces);

    Descriptor m_descriptor;
    QByteArray m_kept;
    QByteArrayView m_input; // in m_kept or in what was lent
    QByteArray m_unsent;
    bool m_mayHoldMore = false;
    bool m_isAtEnd = false;
    bool m_hasEnded = false;
};

} // namespace holdfast::http
