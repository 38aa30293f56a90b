// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "domain/change.h"
#include "stock/batch_request.h"
#include "stock/pending_command.h"
#include "stock/stock_events.h"

#include <QHash>

#include <optional>
#include <span>
#include <vector>

namespace holdfast {

/// What a batch came to, to be told after its commit and not before.
struct BatchOutcomes
{
    /// One a command, in the order of the batch. Nothing for a command that has to be sent again: some others
    /// were answered from what was kept under their Idempotency-Keys, and nothing was done.
    std::vector<std::optional<AnyOutcome>> outcomes;
    ChangeSet changes;
    /// What the commit left of each locked product.
    std::vector<StockMove> moves;
    /// The true ids of customers that were not known before, by username.
    QHash<QString, UserId> customers;
    /// The first moment at which one of the batch's new or extended holds falls due.
    std::optional<Instant> earliestDue;
    /// The newest of the batch's moments by the database's clock.
    Instant decidedAt;
    /// The transaction, to look its commit up by; nothing when it changed nothing.
    std::optional<qint64> transaction;
    bool keptAnswers = false;

    /// False when every command was refused or answered from what was kept, nobody became known, and no
    /// refusal had to be kept.
    bool changesAnything() const;
};

/// Reads the events of stock_batch() as the outcomes of the batch's commands.
BatchOutcomes outcomesOf(std::span<const PendingCommand> commands, const BatchRequest &request,
                         const std::vector<StockEvent> &events);

/// Reads the events of expire_due().
struct SweepOutcome
{
    ExpiredDue expired;
    ChangeSet changes;
    std::vector<StockMove> moves;
};
SweepOutcome sweepOutcomeOf(const std::vector<StockEvent> &events);

} // namespace holdfast
