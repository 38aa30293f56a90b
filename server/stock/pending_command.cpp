// SPDX-License-Identifier: GPL-3.0-only
#include "stock/pending_command.h"

namespace holdfast {

void PendingCommand::refuse(const Refusal &refusal)
{
    if (!isAnswered)
        takeRefusal(refusal)();
}

std::move_only_function<void()> PendingCommand::takeRefusal(const Refusal &refusal)
{
    isAnswered = true;
    return std::visit(
        [&](auto &each) -> std::move_only_function<void()> {
            return [answer = std::move(each.answer), refusal]() mutable { answer(std::unexpected(refusal)); };
        },
        pending);
}

std::move_only_function<void()> PendingCommand::takeAnswer(AnyOutcome outcome)
{
    isAnswered = true;
    return std::visit(
        [&]<typename SomeCommand>(Pending<SomeCommand> &each) -> std::move_only_function<void()> {
            return [answer = std::move(each.answer),
                    own = std::get<OutcomeOf<SomeCommand>>(std::move(outcome))]() mutable {
                answer(std::move(own));
            };
        },
        pending);
}

} // namespace holdfast
