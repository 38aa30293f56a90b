// SPDX-License-Identifier: GPL-3.0-only
#include "http/endpoints/api_keys.h"

#include "accounts/api_keys/api_keys.h"
#include "http/body_reader.h"
#include "http/endpoints/answering.h"
#include "http/endpoints/audit_note.h"
#include "http/endpoints/resource_json.h"

#include <limits>

namespace holdfast::http::api_keys {

using namespace Qt::StringLiterals;

namespace {

void writeTime(JsonWriter &json, const char *name, const std::optional<Instant> &time)
{
    json.key(name);
    if (time)
        json.moment(*time);
    else
        json.null();
}

void writeKey(JsonWriter &json, const ApiKey &key)
{
    json.beginObject().key("id").id(key.id).key("name").text(key.name);
    json.key("hint").text(key.hint).key("created_at").moment(key.createdAt);
    writeTime(json, "last_used_at", key.lastUsedAt);
    writeTime(json, "revoked_at", key.revokedAt);
    json.endObject();
}

QString subjectOf(const ApiKey &key)
{
    return u"api_key:"_s + key.id.text();
}

std::expected<QString, Refusal> readName(const Call &call)
{
    auto body = BodyReader::open(call.request);
    if (!body)
        return std::unexpected(std::move(body.error()));
    auto name = body->fields().requiredText("name"_L1, 1, ApiKey::nameLengthMax);
    if (auto refusal = body->refusal())
        return std::unexpected(*std::move(refusal));
    return *std::move(name);
}

/// Does `act` (Connection & → std::expected<std::optional<Made>, SqlError>) and writes its line of the audit
/// log in one transaction. When nothing came of it, nothing is written.
template <typename Act, typename KeyOf>
std::invoke_result_t<Act &, Connection &> inTransaction(Connection &connection, AuditEntry entry, Act act,
                                                        KeyOf keyOf)
{
    Transaction transaction(connection);
    if (const auto begun = transaction.begun(); !begun)
        return std::unexpected(begun.error());
    auto made = act(connection);
    if (!made || !*made)
        return made;
    entry.subject = subjectOf(keyOf(**made));
    if (const auto written = writeAudit(connection, entry); !written)
        return std::unexpected(written.error());
    if (const auto committed = transaction.commit(); !committed)
        return std::unexpected(committed.error());
    return made;
}

Response madeResponse(const std::optional<NewApiKey> &made)
{
    if (!made)
        return Response::refused(
            {ErrorCode::Conflict, u"There are %1 keys in force; revoke one first"_s.arg(apiKeysMax), {}});
    JsonWriter json;
    writeKey(json.beginObject().key("api_key"), made->key);
    json.key("key").text(QLatin1StringView(made->secret.text())).endObject();
    return Response::createdJson(json.take());
}

struct KeyPage
{
    std::vector<ApiKey> keys;
    int total = 0;
};

std::expected<KeyPage, SqlError> readPage(Connection &connection, Page page)
{
    auto keys = listApiKeys(connection, page.limit,
                            static_cast<int>(qMin<qint64>(page.offset, std::numeric_limits<int>::max())));
    if (!keys)
        return std::unexpected(std::move(keys.error()));
    const auto total = countApiKeys(connection);
    if (!total)
        return std::unexpected(total.error());
    return KeyPage{*std::move(keys), *total};
}

Response pageResponse(const KeyPage &found, Page page)
{
    JsonWriter json;
    json.beginObject().key("items").beginArray();
    for (const auto &key : found.keys)
        writeKey(json, key);
    writePagination(json.endArray().key("pagination"), page, found.total);
    return Response::okJson(json.endObject().take());
}

} // namespace

void create(const Call &call, Reply reply)
{
    auto name = readName(call);
    if (!name)
        return reply.refuse(std::move(name.error()));

    const auto entry = auditEntryOf(call, u"api_key.create"_s, {});
    const auto make = [&api = call.api, entry, name = *std::move(name),
                       by = call.actor.user](Connection &connection) {
        auto made = inTransaction(
            connection, entry, [&](Connection &open) { return makeApiKey(open, name, by); },
            [](const NewApiKey &key) { return key.key; });
        if (made && *made)
            static_cast<void>(api.credentials.watch.refreshOn(connection)); // else it hears of it soon
        return made;
    };
    writeDatabase(call.api, std::move(reply), make, madeResponse);
}

void list(const Call &call, Reply reply)
{
    QueryReader query(call.request);
    const auto page = query.page();
    if (auto refusal = query.refusal())
        return reply.refuse(*std::move(refusal));
    readDatabase(
        call.api, std::move(reply), [page](Connection &connection) { return readPage(connection, page); },
        [page](const KeyPage &found) { return pageResponse(found, page); });
}

void revoke(const Call &call, Reply reply)
{
    const auto id = call.request.id<ApiKeyId>("id", ErrorCode::NotFound);
    if (!id)
        return reply.refuse(id.error());

    const auto entry = auditEntryOf(call, u"api_key.revoke"_s, {});
    const auto end = [&api = call.api, entry, id = *id, by = call.actor.user](Connection &connection) {
        auto ended = inTransaction(
            connection, entry, [&](Connection &open) { return revokeApiKey(open, id, by); },
            [](const ApiKey &key) { return key; });
        if (ended && *ended)
            static_cast<void>(api.credentials.watch.refreshOn(connection));
        return ended;
    };
    writeDatabase(call.api, std::move(reply), end, [](const std::optional<ApiKey> &ended) {
        return ended ? Response::noContent() : Response::refused(Refusal::of(ErrorCode::NotFound));
    });
}

} // namespace holdfast::http::api_keys
