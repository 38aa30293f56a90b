// SPDX-License-Identifier: GPL-3.0-only
#include "http/endpoints/listing_pages.h"

#include <mutex>

namespace holdfast::http {

std::optional<QByteArray> ListingPages::find(QByteArrayView query, quint64 revision, Instant now) const
{
    // Borrowed for the look-up, copied never.
    const auto key = QByteArray::fromRawData(query.data(), query.size());
    const std::shared_lock lock(m_mutex);
    const auto page = revision == m_revision ? m_pages.constFind(key) : m_pages.cend();
    const bool isOfNow = page != m_pages.cend() && page->from <= now && now < page->until;
    return isOfNow ? std::optional(page->text) : std::nullopt;
}

void ListingPages::keep(QByteArrayView query, const Basis &basis, const QByteArray &page)
{
    const std::lock_guard lock(m_mutex);
    if (basis.revision < m_revision)
        return; // somebody has seen a newer one
    const qsizetype bytes = query.size() + page.size();
    if (bytes > bytesMax)
        return;
    const auto key = query.toByteArray();
    if (const auto old = m_pages.constFind(key); old != m_pages.cend()) {
        m_bytes -= key.size() + old->text.size();
        m_pages.erase(old);
    }
    if (basis.revision > m_revision || m_pages.size() >= pagesMax || m_bytes + bytes > bytesMax) {
        m_pages.clear();
        m_bytes = 0;
        m_revision = basis.revision;
    }
    m_pages.insert(key, {basis.from, basis.until, page});
    m_bytes += bytes;
}

} // namespace holdfast::http
