// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "stock/batch_outcomes.h"

#include <vector>

namespace holdfast {

/// What stock_batch() told of one command, in the order of its lines.
using CommandEvents = std::vector<const StockEvent *>;

/// Reads what was told of single commands as their outcomes, and notes in the batch what they changed. Events
/// that do not fit their command are a bug and end the program.
class CommandOutcomes final
{
public:
    /// `batch` must outlive this.
    explicit CommandOutcomes(BatchOutcomes &batch)
        : m_batch(batch)
    {
    }

    /// Whether the commands from here on changed anything: one that is answered from what was kept under its
    /// key changes nothing, so nobody is told of it.
    void setTelling(bool isTelling) { m_isTelling = isTelling; }
    /// A hold that opened, moved its end or ended.
    void tell(const Reservation &hold, const QString &username, Instant decidedAt);

    Outcome<Reserved> outcome(const Reserve &command, const CommandEvents &events);
    Outcome<CheckedOut> outcome(const CheckOut &, const CommandEvents &events);
    Outcome<Cancelled> outcome(const Cancel &, const CommandEvents &events);
    Outcome<Extended> outcome(const Extend &, const CommandEvents &events);
    Outcome<Restocked> outcome(const Restock &, const CommandEvents &events);
    Outcome<BoughtNow> outcome(const BuyNow &, const CommandEvents &events);
    Outcome<Ordered> outcome(const PlaceOrder &, const CommandEvents &events);
    Outcome<ExpiredDue> outcome(const ExpireDue &, const CommandEvents &);

private:
    Hold told(const StockEvent &event, const QString &username = {});
    CheckedOut bought(const StockEvent &event);

    BatchOutcomes &m_batch;
    bool m_isTelling = true;
};

} // namespace holdfast
