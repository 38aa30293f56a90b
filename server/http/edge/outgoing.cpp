// SPDX-License-Identifier: GPL-3.0-only
#include "http/edge/outgoing.h"

namespace holdfast::http {

Outgoing &Outgoing::append(QByteArrayView bytes)
{
    m_own.insert(m_own.end(), bytes.begin(), bytes.end());
    return *this;
}

Outgoing &Outgoing::share(const QByteArray &bytes)
{
    // Below this, another piece costs the kernel more than the copy costs us.
    constexpr qsizetype sharedMin = 2048;
    if (bytes.size() < sharedMin)
        return append(bytes);
    m_shared.push_back({m_own.size(), bytes});
    return *this;
}

std::span<iovec> Outgoing::pieces()
{
    m_pieces.clear();
    size_t own = 0;
    for (const auto &shared : m_shared) {
        addPiece(m_own.data() + own, shared.ownBefore - own);
        addPiece(shared.bytes.constData(), static_cast<size_t>(shared.bytes.size()));
        own = shared.ownBefore;
    }
    addPiece(m_own.data() + own, m_own.size() - own);
    return m_pieces;
}

void Outgoing::addPiece(const char *bytes, size_t size)
{
    // sendmsg takes the same structure that readv fills, hence the cast.
    if (size > 0)
        m_pieces.push_back({const_cast<char *>(bytes), size});
}

void Outgoing::clear()
{
    m_own.clear();
    m_shared.clear();
}

} // namespace holdfast::http
