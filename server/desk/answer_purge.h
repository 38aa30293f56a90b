// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "database/connection.h"

#include <expected>

namespace holdfast {

/// Forgets the answers by Idempotency-Key whose time is over: goes through their table page by page, round
/// after round, so that no index has to know their age. Not thread-safe.
class AnswerPurge final
{
public:
    /// Answers are kept for so long, and forgotten within an hour more.
    static constexpr int answerHours = 24;
    /// A part is short, as everybody's work waits for a processor beside it: some 5,000 answers.
    static constexpr qint64 pagesPerPart = 64;
    /// A round looks at so many pages, or all if there are fewer...
    static constexpr qint64 pagesPerRoundMin = 1'024;
    /// ...or, of a great table, at one in so many.
    static constexpr qint64 roundsPerTable = 60;

    /// The next part, a transaction of its own; whether the round has more.
    std::expected<bool, SqlError> purgePart(Connection &connection);

private:
    qint64 m_nextPage = 0;
    qint64 m_pagesOfRound = 0;
};

} // namespace holdfast
