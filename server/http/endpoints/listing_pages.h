// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "domain/instant.h"

#include <QByteArray>
#include <QHash>

#include <optional>
#include <shared_mutex>

namespace holdfast::http {

/// Pages of the listing as they were last written, each for as long as it would be written the same again: a
/// crowd asks for the same page. Any thread.
class ListingPages final
{
public:
    static constexpr qsizetype pagesMax = 64;
    static constexpr qsizetype bytesMax = 8 * 1024 * 1024;

    /// What a page shows: the board at a revision, while the time is in [from, until).
    struct Basis
    {
        quint64 revision = 0;
        Instant from = Instant::min();
        Instant until = Instant::max();
    };

    ListingPages() = default;
    Q_DISABLE_COPY_MOVE(ListingPages)

    /// The page that was kept for the query, word for word, if that is what it still shows.
    std::optional<QByteArray> find(QByteArrayView query, quint64 revision, Instant now) const;
    /// Pages of older revisions are forgotten; all of them when there are too many.
    void keep(QByteArrayView query, const Basis &basis, const QByteArray &page);

private:
    struct Page
    {
        Instant from;
        Instant until;
        QByteArray text;
    };

    mutable std::shared_mutex m_mutex;
    // All below guarded by m_mutex.
    QHash<QByteArray, Page> m_pages; // of one revision
    quint64 m_revision = 0;
    qsizetype m_bytes = 0; // of queries and texts
};

} // namespace holdfast::http
