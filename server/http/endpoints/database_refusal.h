// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "database/sql_error.h"
#include "domain/refusal.h"

#include <expected>
#include <utility>

namespace holdfast::http {

/// What a client hears of an error of the database: DB_UNAVAILABLE when the same may work later, else
/// INTERNAL_ERROR. The cause goes to the log.
Refusal refusalFor(const SqlError &error);

template <typename Result>
std::expected<Result, Refusal> withoutSql(std::expected<Result, SqlError> result)
{
    if (!result)
        return std::unexpected(refusalFor(result.error()));
    return *std::move(result);
}

} // namespace holdfast::http
