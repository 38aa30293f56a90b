// SPDX-License-Identifier: GPL-3.0-only
#include "stock/batch_in_flight.h"

#include <algorithm>

namespace holdfast {

using namespace std::chrono;

BatchInFlight::Answers BatchInFlight::takeOverdue(steady_clock::time_point now)
{
    Answers refusals;
    const std::lock_guard lock(m_mutex);
    for (auto &command : m_commands) {
        if (!command.isAnswered && command.isOverdue(now))
            refusals.push_back(command.takeRefusal(Refusal::of(ErrorCode::DbUnavailable)));
    }
    return refusals;
}

void BatchInFlight::begin(std::vector<PendingCommand> commands)
{
    const std::lock_guard lock(m_mutex);
    m_commands = std::move(commands);
}

void BatchInFlight::end()
{
    begin({});
}

BatchInFlight::Part BatchInFlight::unanswered()
{
    const std::lock_guard lock(m_mutex);
    std::erase_if(m_commands, [](const PendingCommand &command) { return command.isAnswered; });
    return m_commands;
}

BatchInFlight::Part BatchInFlight::unansweredOf(Part part)
{
    const std::lock_guard lock(m_mutex);
    if (std::ranges::none_of(part, &PendingCommand::isAnswered))
        return part;
    const auto answered =
        std::ranges::stable_partition(part, std::logical_not(), &PendingCommand::isAnswered);
    return part.first(part.size() - answered.size());
}

bool BatchInFlight::isAllAnswered() const
{
    const std::lock_guard lock(m_mutex);
    return std::ranges::all_of(m_commands, &PendingCommand::isAnswered);
}

BatchInFlight::Answers BatchInFlight::takeAnswers(Part part, std::vector<std::optional<AnyOutcome>> outcomes)
{
    Answers answers;
    answers.reserve(part.size());
    const std::lock_guard lock(m_mutex);
    for (size_t index = 0; index < part.size(); ++index) {
        if (outcomes[index] && !part[index].isAnswered)
            answers.push_back(part[index].takeAnswer(*std::move(outcomes[index])));
    }
    return answers;
}

BatchInFlight::Answers BatchInFlight::takeRefusals(Part part, const Refusal &refusal)
{
    Answers refusals;
    const std::lock_guard lock(m_mutex);
    for (auto &command : part) {
        if (!command.isAnswered)
            refusals.push_back(command.takeRefusal(refusal));
    }
    return refusals;
}

} // namespace holdfast
