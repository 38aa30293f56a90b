// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include <QByteArray>

#include <span>
#include <vector>

#include <sys/uio.h>

namespace holdfast::http {

/// Bytes on their way to a socket. Small pieces are copied one behind the other; large ones stay where they
/// are, shared with whoever made them.
class Outgoing final
{
public:
    Outgoing &append(QByteArrayView bytes);
    Outgoing &append(char byte) { return append(QByteArrayView(&byte, 1)); }
    /// Without copying when they are many.
    Outgoing &share(const QByteArray &bytes);

    /// All of it, in order; until the next change.
    std::span<iovec> pieces();
    /// Keeps the room it has made.
    void clear();

private:
    struct Shared
    {
        size_t ownBefore; // how many of m_own stand before it
        QByteArray bytes;
    };

    void addPiece(const char *bytes, size_t size);

    std::vector<char> m_own;
    std::vector<Shared> m_shared;
    std::vector<iovec> m_pieces;
};

} // namespace holdfast::http
