// SPDX-License-Identifier: GPL-3.0-only
#include "http/edge/socket.h"

#include <algorithm>
#include <cerrno>
#include <cstring>

#include <sys/socket.h>

namespace holdfast::http {

namespace {

bool isPassing(int error)
{
    return error == EAGAIN || error == EWOULDBLOCK || error == EINTR;
}

} // namespace

Socket::Socket(Descriptor descriptor)
    : m_descriptor(std::move(descriptor))
{
}

void Socket::noticeInput(bool atEnd)
{
    m_mayHoldMore = true;
    m_isAtEnd = m_isAtEnd || atEnd;
}

void Socket::receive(QByteArray &lent)
{
    const qsizetype kept = m_input.size();
    const qsizetype room = lent.size() - kept;
    if (!m_mayHoldMore || room <= 0 || m_hasEnded)
        return;
    char *start = lent.data();
    if (kept > 0)
        memcpy(start, m_input.data(), static_cast<size_t>(kept));
    const auto length = ::recv(descriptor(), start + kept, static_cast<size_t>(room), MSG_DONTWAIT);
    if (length < 0) {
        m_mayHoldMore = errno == EINTR;
        m_hasEnded = !isPassing(errno);
        return;
    }
    m_hasEnded = length == 0;
    // What arrives after a read that found less than it had room for is announced anew, the end of the stream
    // that was there already is not.
    m_mayHoldMore = length == room || m_isAtEnd;
    m_input = QByteArrayView(start, kept + length);
}

void Socket::keepInput()
{
    if (m_input.isEmpty())
        m_kept.clear();
    else if (m_input.data() != m_kept.constData() || m_input.size() != m_kept.size())
        m_kept = m_input.toByteArray();
    m_input = m_kept;
}

void Socket::write(std::span<const iovec> pieces)
{
    if (m_hasEnded)
        return;
    auto given = m_unsent.isEmpty() ? static_cast<size_t>(give(pieces)) : 0;
    if (m_hasEnded)
        return;
    for (const auto &piece : pieces) {
        const auto skipped = std::min(given, piece.iov_len);
        given -= skipped;
        if (skipped < piece.iov_len)
            m_unsent.append(static_cast<const char *>(piece.iov_base) + skipped,
                            static_cast<qsizetype>(piece.iov_len - skipped));
    }
}

bool Socket::writeOn()
{
    const iovec unsent{m_unsent.data(), static_cast<size_t>(m_unsent.size())};
    const qsizetype given = give({&unsent, 1});
    if (given == m_unsent.size())
        m_unsent = {}; // it may have been large
    else
        m_unsent.remove(0, given);
    return given > 0;
}

qsizetype Socket::give(std::span<const iovec> pieces)
{
    constexpr int flags = MSG_NOSIGNAL | MSG_DONTWAIT;
    msghdr message{};
    message.msg_iov = const_cast<iovec *>(pieces.data()); // which the kernel only reads
    message.msg_iovlen = pieces.size();
    // One piece, which is what most replies are, costs less the plain way.
    const auto length = pieces.size() == 1
        ? ::send(descriptor(), pieces.front().iov_base, pieces.front().iov_len, flags)
        : ::sendmsg(descriptor(), &message, flags);
    if (length < 0)
        m_hasEnded = !isPassing(errno);
    return length < 0 ? 0 : length;
}

void Socket::shutDown()
{
    ::shutdown(descriptor(), SHUT_WR);
}

} // namespace holdfast::http
