// SPDX-License-Identifier: GPL-3.0-only
#include "desk/answer_purge.h"

#include <algorithm>

namespace holdfast {

using namespace Qt::StringLiterals;

std::expected<bool, SqlError> AnswerPurge::purgePart(Connection &connection)
{
    const auto end = m_nextPage + pagesPerPart;
    auto rows = connection.call("answers_purge"_L1, {m_nextPage, end, answerHours});
    if (!rows)
        return std::unexpected(std::move(rows.error()));
    rows->next();
    const auto pages = rows->get<qint64>(0);
    m_nextPage = end < pages ? end : 0;
    m_pagesOfRound += pagesPerPart;
    const bool isOver = m_pagesOfRound >= std::min(pages, std::max(pagesPerRoundMin, pages / roundsPerTable));
    if (isOver)
        m_pagesOfRound = 0;
    return !isOver;
}

} // namespace holdfast
