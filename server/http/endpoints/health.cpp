// SPDX-License-Identifier: GPL-3.0-only
#include "http/endpoints/health.h"

#include "http/endpoints/answering.h"
#include "http/json_writer.h"
#include "stock/catalogue.h"

namespace holdfast::http::health {

using namespace Qt::StringLiterals;
using namespace std::chrono;

namespace {

/// The watch looks several times a second; after so long without an answer the database is away.
constexpr seconds silenceMax{3};

/// How long the database takes to say what time it is.
std::expected<microseconds, SqlError> roundTrip(Connection &connection)
{
    const auto asked = steady_clock::now();
    const auto answered = readDatabaseTime(connection);
    if (!answered)
        return std::unexpected(answered.error());
    return duration_cast<microseconds>(steady_clock::now() - asked);
}

Response reportResponse(microseconds took, qint64 uptimeSeconds)
{
    JsonWriter json;
    json.beginObject().key("status").text("ok"_L1).key("version").text(QLatin1StringView(HOLDFAST_VERSION));
    json.key("uptime_seconds").number(uptimeSeconds);
    json.key("database").beginObject().key("status").text("up"_L1);
    json.key("round_trip_ms").value(static_cast<double>(took.count()) / 1000.0);
    return Response::okJson(json.endObject().endObject().take());
}

Response statusResponse(QLatin1StringView status)
{
    JsonWriter json;
    return Response::okJson(json.beginObject().key("status").text(status).endObject().take());
}

std::optional<Refusal> whyNotReady(const ApiContext &api)
{
    if (!api.isServing())
        return Refusal{ErrorCode::Overloaded, u"The server is shutting down."_s, {}};
    if (!isDatabaseThere(api))
        return Refusal::of(ErrorCode::DbUnavailable);
    if (!api.board.isFilled())
        return Refusal{ErrorCode::DbUnavailable, u"The catalogue has not been read yet."_s, {}};
    if (!api.credentials.watch.isFresh())
        return Refusal{ErrorCode::DbUnavailable, u"The credentials have not been read yet."_s, {}};
    return std::nullopt;
}

} // namespace

bool isDatabaseThere(const ApiContext &api)
{
    const auto reading = api.clock.reading();
    return api.database.isConnected() && reading && steady_clock::now() - reading->taken < silenceMax;
}

void report(const Call &call, Reply reply)
{
    const auto uptime = duration_cast<seconds>(steady_clock::now() - call.api.settings.startedAt).count();
    readDatabase(call.api, std::move(reply), roundTrip,
                 [uptime](microseconds took) { return reportResponse(took, uptime); });
}

void live(const Call &, Reply reply)
{
    reply.send(statusResponse("alive"_L1));
}

void ready(const Call &call, Reply reply)
{
    if (auto refusal = whyNotReady(call.api))
        return reply.refuse(*std::move(refusal));
    reply.send(statusResponse("ready"_L1));
}

} // namespace holdfast::http::health
