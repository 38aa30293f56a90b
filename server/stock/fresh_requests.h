// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "domain/command.h"
#include "stock/seen_requests.h"

#include <QHash>

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
    static constexpr std::chrono::seconds closedFor{1};
    /// Where a hold could not end as its owner wanted, others cannot.
    static constexpr std::chrono::seconds endingsRefusedFor{1};

    /// Whether it is one; remembers it. Once for each request.
    bool take(const Reserve &reserve, Clock::time_point now);

    void noticeRepeat(Clock::time_point now) { m_repeatsUntil = now + repeatsFor; }
    bool expectsRepeats(Clock::time_point now) const { return now < m_repeatsUntil; }
    void noticeClosed(ProductId product, Clock::time_point now);
    void noticeRefusedEnding(Clock::time_point now) { m_endingsRefusedUntil = now + endingsRefusedFor; }
    bool expectsRefusedEndings(Clock::time_point now) const { return now < m_endingsRefusedUntil; }

private:
    SeenRequests m_seen;
    QHash<ProductId, Clock::time_point> m_closedUntil;
    Clock::time_point m_repeatsUntil;
    Clock::time_point m_endingsRefusedUntil;
};

} // namespace holdfast
