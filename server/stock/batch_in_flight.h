// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "stock/pending_command.h"

#include <algorithm>
#include <functional>
#include <mutex>
#include <optional>
#include <span>
#include <vector>

namespace holdfast {

/// The commands that a lane is serving. The lane's thread reads them as it likes; others only
/// take the answers of overdue ones away, so whether a command is answered is asked here.
class BatchInFlight final
{
public:
    using Part = std::span<PendingCommand>;
    using Answers = std::vector<std::move_only_function<void()>>;

    BatchInFlight() = default;
    Q_DISABLE_COPY_MOVE(BatchInFlight)

    /// Any thread. The answers to those past their deadline; to be called outside any lock. What becomes of
    /// these commands is then unknown to their clients, as if the answer had got lost.
    Answers takeOverdue(std::chrono::steady_clock::time_point now);

    // All below: the lane's thread.

    void begin(std::vector<PendingCommand> commands);
    void end();
    bool isEmpty() const { return m_commands.empty(); }
    /// All that is left to serve; it forgets those that were refused meanwhile, so that nothing is done for a
    /// client that has been told no.
    Part unanswered();
    /// The same within a part, whose order stays.
    Part unansweredOf(Part part);
    bool isAllAnswered() const;
    /// Sorts a part, keeping the order of equals.
    template <typename Projection>
    void sort(Part part, Projection projection);
    /// Commands without an outcome are left.
    Answers takeAnswers(Part part, std::vector<std::optional<AnyOutcome>> outcomes);
    Answers takeRefusals(Part part, const Refusal &refusal);

private:
    mutable std::mutex m_mutex;
    // Guarded by m_mutex, but for the lane's own reading.
    std::vector<PendingCommand> m_commands;
};

template <typename Projection>
void BatchInFlight::sort(Part part, Projection projection)
{
    const std::lock_guard lock(m_mutex);
    if (!std::ranges::is_sorted(part, {}, projection))
        std::ranges::stable_sort(part, {}, projection);
}

} // namespace holdfast
