// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "accounts/audit_log.h"
#include "database/connection.h"

#include <type_traits>

namespace holdfast {

/// Does `act` (Connection & → std::expected<X, SqlError>, with an X that is false when nothing was done) and
/// writes the line that `lineOf` makes of what came of it into the audit log, in one transaction: both or
/// neither. An act that did nothing leaves no line. On the connection's thread.
template <typename Act, typename LineOf>
std::invoke_result_t<Act &, Connection &> actLogged(Connection &connection, Act &&act, LineOf lineOf)
{
    Transaction transaction(connection);
    if (const auto &begun = transaction.begun(); !begun)
        return std::unexpected(begun.error());
    auto acted = act(connection);
    if (!acted || !*acted)
        return acted;
    if (const auto written = writeAudit(connection, lineOf(**acted)); !written)
        return std::unexpected(written.error());
    if (const auto ended = transaction.commit(); !ended)
        return std::unexpected(ended.error());
    return acted;
}

} // namespace holdfast
