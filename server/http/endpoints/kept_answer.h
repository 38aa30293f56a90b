// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "database/connection.h"
#include "domain/idempotency_key.h"
#include "http/response.h"

#include <expected>
#include <functional>
#include <optional>

namespace holdfast::http {

// Answers by Idempotency-Key, for writes that no lane makes. All block on the database, on the connection's
// thread.

struct AnsweredOnce
{
    Response response;
    /// This call made the effect; otherwise nothing was done now.
    bool isFresh = false;
};

/// Makes the effect and keeps its answer, in one transaction; or gives what was kept under the key, marked as
/// a replay; or refuses: IDEMPOTENCY_KEY_REUSED, and REQUEST_IN_PROGRESS while another server is at it. What
/// the effect refuses is kept as well; an error of the database is not.
std::expected<AnsweredOnce, SqlError>
answerOnce(Connection &connection, const IdempotencyKey &key,
           const std::function<std::expected<Response, SqlError>(Connection &)> &effect);

/// The effect of a request without a key, in a transaction of its own.
std::expected<AnsweredOnce, SqlError>
answerFreely(Connection &connection,
             const std::function<std::expected<Response, SqlError>(Connection &)> &effect);

/// What is kept under the key, as a replay (or IDEMPOTENCY_KEY_REUSED); nothing when the key is new.
std::expected<std::optional<Response>, SqlError> findKeptAnswer(Connection &connection,
                                                                const IdempotencyKey &key);

} // namespace holdfast::http
