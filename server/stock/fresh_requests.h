// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "domain/command.h"
#include "stock/seen_requests.h"

#include <QHash>
#include <QSet>

#include <chrono>

namespace holdfast {

/// What a lane remembers of the requests before, to tell those that nothing speaks against: they can go
/// directly. A wrong guess costs time and nothing else. Not thread-safe.
class FreshRequests final
{
public:
    using Clock = std::chrono::steady_clock;

    /// A request that came before is found by its insert, which fails the batch. Where one came again, more
    /// do.
    static constexpr std::chrono::seconds repeatsFor{5};
    /// A product that was not open to all is hardly so again at once.
    static constexpr std::chrono::seconds closedFor{5};
    /// Where a hold could not end as its owner wanted, others cannot.
    static constexpr std::chrono::seconds endingsRefusedFor{1};

    /// Whether it asks for one product and has not been asked before; remembers it. Once for each request.
    bool take(const Reserve &reserve);

    void noticeRepeat(Clock::time_point now) { m_repeatsUntil = now + repeatsFor; }
    bool expectsRepeats(Clock::time_point now) const { return now < m_repeatsUntil; }
    bool isClosed(ProductId product, Clock::time_point now) const;
    void noticeClosed(ProductId product, Clock::time_point now);
    void noticeRefusedEnding(Clock::time_point now) { m_endingsRefusedUntil = now + endingsRefusedFor; }
    bool expectsRefusedEndings(Clock::time_point now) const { return now < m_endingsRefusedUntil; }

    /// Products known to be, or to have been, in a sale.
    const QSet<ProductId> &inSales() const { return m_inSales; }
    void noticeInSale(ProductId product) { m_inSales.insert(product); }

private:
    SeenRequests m_seen;
    QHash<ProductId, Clock::time_point> m_closedUntil;
    QSet<ProductId> m_inSales;
    Clock::time_point m_repeatsUntil;
    Clock::time_point m_endingsRefusedUntil;
};

} // namespace holdfast
