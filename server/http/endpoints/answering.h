// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "http/endpoints/database_refusal.h"
#include "http/endpoints/endpoint.h"

#include <expected>
#include <type_traits>
#include <utility>

namespace holdfast::http {

// `render` makes the Response of a result. It runs on the server thread, so that neither a lane nor the
// database thread spends time on it; it must not refer to the call.

template <typename Result, typename Render>
void answer(Reply reply, std::expected<Result, Refusal> result, Render render)
{
    reply.deliver([result = std::move(result), render = std::move(render)]() mutable -> Response {
        return result ? render(*result) : Response::refused(std::move(result.error()));
    });
}

/// Posts a command to its lane, and answers with what came of it.
template <typename SomeCommand, typename Render>
void postCommand(const ApiContext &api, Reply reply, SomeCommand command, Render render)
{
    api.lanes.post(
        std::move(command),
        [reply = std::move(reply), render = std::move(render)](OutcomeOf<SomeCommand> outcome) mutable {
            answer(std::move(reply), std::move(outcome), std::move(render));
        });
}

/// What a piece of work (Connection & → std::expected<Result, SqlError>) gives, as an endpoint's `done`.
template <typename Work, typename Render>
auto answering(Reply reply, Render render)
{
    using Result = std::invoke_result_t<Work &, Connection &>::value_type;
    return [reply = std::move(reply),
            render = std::move(render)](std::expected<Result, SqlError> result) mutable {
        answer(std::move(reply), withoutSql(std::move(result)), std::move(render));
    };
}

/// Reads the database, and answers with what was found.
template <typename Work, typename Render>
void readDatabase(const ApiContext &api, Reply reply, Work work, Render render)
{
    api.database.read(std::move(work), answering<Work>(std::move(reply), std::move(render)));
}

/// Changes the database without a lane, and answers with what came of it.
template <typename Work, typename Render>
void writeDatabase(const ApiContext &api, Reply reply, Work work, Render render)
{
    api.database.write(std::move(work), answering<Work>(std::move(reply), std::move(render)));
}

} // namespace holdfast::http
