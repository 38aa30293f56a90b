// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "domain/command.h"
#include "domain/idempotency_key.h"
#include "domain/outcome.h"

#include <chrono>
#include <functional>
#include <variant>

namespace holdfast {

template <typename SomeCommand>
struct SuccessOf;
template <>
struct SuccessOf<Reserve>
{
    using Type = Reserved;
};
template <>
struct SuccessOf<CheckOut>
{
    using Type = CheckedOut;
};
template <>
struct SuccessOf<Cancel>
{
    using Type = Cancelled;
};
template <>
struct SuccessOf<Extend>
{
    using Type = Extended;
};
template <>
struct SuccessOf<Restock>
{
    using Type = Restocked;
};
template <>
struct SuccessOf<ExpireDue>
{
    using Type = ExpiredDue;
};

template <>
struct SuccessOf<BuyNow>
{
    using Type = BoughtNow;
};
template <>
struct SuccessOf<PlaceOrder>
{
    using Type = Ordered;
};

template <typename SomeCommand>
using OutcomeOf = Outcome<typename SuccessOf<SomeCommand>::Type>;

/// Called once, on a lane's thread (or the one that keeps deadlines); must be quick and must not wait.
template <typename SomeCommand>
using Answer = std::move_only_function<void(OutcomeOf<SomeCommand>)>;

/// A command on its way, and who wants to hear what came of it.
template <typename SomeCommand>
struct Pending
{
    SomeCommand command;
    Answer<SomeCommand> answer;
};

using AnyPending = std::variant<Pending<Reserve>, Pending<CheckOut>, Pending<Cancel>, Pending<Extend>,
                                Pending<Restock>, Pending<ExpireDue>, Pending<BuyNow>, Pending<PlaceOrder>>;

using AnyOutcome =
    std::variant<OutcomeOf<Reserve>, OutcomeOf<CheckOut>, OutcomeOf<Cancel>, OutcomeOf<Extend>,
                 OutcomeOf<Restock>, OutcomeOf<ExpireDue>, OutcomeOf<BuyNow>, OutcomeOf<PlaceOrder>>;

/// A command in a queue or batch. Taking its answer away marks it answered; what is taken is then to be
/// called, once, outside any lock.
struct PendingCommand
{
    /// One that has not been answered for so long is refused with DB_UNAVAILABLE, whatever the database does.
    static constexpr std::chrono::milliseconds deadline{2'000};

    AnyPending pending;
    std::chrono::steady_clock::time_point arrived;
    std::optional<IdempotencyKey> idempotency = {};
    bool isAnswered = false;
    /// False for a reserve that may have been asked before; see FreshRequests.
    bool isFresh = true;

    bool isOverdue(std::chrono::steady_clock::time_point now) const { return now - arrived >= deadline; }
    bool isSweep() const { return std::holds_alternative<Pending<ExpireDue>>(pending); }
    std::move_only_function<void()> takeRefusal(const Refusal &refusal);
    /// The outcome must be of this command's kind.
    std::move_only_function<void()> takeAnswer(AnyOutcome outcome);
    /// Refuses now, unless it has been answered.
    void refuse(const Refusal &refusal);
};

} // namespace holdfast
