// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "http/endpoints/database_refusal.h"
#include "http/endpoints/endpoint.h"
#include "http/endpoints/kept_answer.h"
#include "http/endpoints/product_form.h"

#include <expected>
#include <type_traits>
#include <utility>

namespace holdfast::http {

/// The response, marked as the kept answer to an earlier request with the same Idempotency-Key.
inline Response asReplay(Response response)
{
    return std::move(response).withHeader("Idempotent-Replayed", "true");
}

// `render` makes the Response of a result. It runs on the server thread, so that neither a lane nor the
// database thread spends time on it; it must not refer to the call.

template <typename Result, typename Render>
void answer(Reply reply, std::expected<Result, Refusal> result, Render render)
{
    reply.deliver([result = std::move(result), render = std::move(render)]() mutable -> Response {
        return result ? render(*result) : Response::refused(std::move(result.error()));
    });
}

template <typename Success, typename Render>
Response responseOf(const Outcome<Success> &outcome, Render &render, ProductForm form)
{
    const bool isReplay = outcome ? outcome->isReplay : outcome.error().isReplay;
    auto response = outcome ? render(*outcome) : Response::refused(inForm(form, outcome.error()));
    return isReplay ? asReplay(std::move(response)) : std::move(response);
}

/// Posts a command to its lane, and answers with what came of it, now or when its key first came.
template <typename SomeCommand, typename Render>
void postCommand(const Call &call, Reply reply, SomeCommand command, Render render,
                 ProductForm form = ProductForm::Product)
{
    call.api.lanes.post(
        std::move(command),
        [reply = std::move(reply), render = std::move(render), form](OutcomeOf<SomeCommand> outcome) mutable {
            reply.deliver([outcome = std::move(outcome), render = std::move(render), form]() mutable {
                return responseOf(outcome, render, form);
            });
        },
        call.idempotency);
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

/// As writeDatabase, for a request that may carry an Idempotency-Key: `work` then runs in the transaction
/// that keeps the answer, and `committed` (const Result &, on the database thread) after its commit.
template <typename Work, typename Committed, typename Render>
void writeDatabaseOnce(const Call &call, Reply reply, Work work, Committed committed, Render render)
{
    using Result = std::invoke_result_t<Work &, Connection &>::value_type;
    auto once = [key = call.idempotency, work = std::move(work), committed = std::move(committed),
                 render =
                     std::move(render)](Connection &connection) mutable -> std::expected<Response, SqlError> {
        std::optional<Result> made;
        const auto effect = [&](Connection &own) -> std::expected<Response, SqlError> {
            auto result = work(own);
            if (!result)
                return std::unexpected(result.error());
            made = *std::move(result);
            return render(*made);
        };
        auto answered = key ? answerOnce(connection, *key, effect) : answerFreely(connection, effect);
        if (!answered)
            return std::unexpected(answered.error());
        if (answered->isFresh)
            committed(*made);
        return std::move(answered->response);
    };
    writeDatabase(call.api, std::move(reply), std::move(once),
                  [](Response &response) { return std::move(response); });
}

} // namespace holdfast::http
