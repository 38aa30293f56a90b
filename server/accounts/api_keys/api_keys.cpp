// SPDX-License-Identifier: GPL-3.0-only
#include "accounts/api_keys/api_keys.h"

#include "database/sql_array.h"

namespace holdfast {

using namespace Qt::StringLiterals;

namespace {

ApiKey readKey(const Rows &rows)
{
    return {*ApiKeyId::from(rows.get<QUuid>(0)),
            rows.get<QString>(1),
            rows.get<QString>(2),
            rows.get<Instant>(3),
            rows.get<std::optional<Instant>>(4),
            rows.get<std::optional<Instant>>(5)};
}

std::expected<std::optional<ApiKey>, SqlError> firstKey(std::expected<Rows, SqlError> rows)
{
    if (!rows)
        return std::unexpected(std::move(rows.error()));
    return rows->next() ? std::optional(readKey(*rows)) : std::nullopt;
}

std::expected<std::vector<ApiKey>, SqlError> allKeys(std::expected<Rows, SqlError> rows)
{
    if (!rows)
        return std::unexpected(std::move(rows.error()));
    std::vector<ApiKey> keys;
    while (rows->next())
        keys.push_back(readKey(*rows));
    return keys;
}

} // namespace

std::expected<std::optional<NewApiKey>, SqlError> makeApiKey(Connection &connection, const QString &name,
                                                             const std::optional<UserId> &by)
{
    const auto secret = ApiKeySecret::make();
    auto key = firstKey(connection.call(
        "api_key_make"_L1, {ApiKeyId::make(), name, secret.hash(), secret.hint(), by, apiKeysMax}));
    if (!key)
        return std::unexpected(std::move(key.error()));
    return *key ? std::optional(NewApiKey{**key, secret}) : std::nullopt;
}

std::expected<std::vector<ApiKey>, SqlError> listApiKeys(Connection &connection, int limit, int offset)
{
    return allKeys(connection.call("api_keys_list"_L1, {limit, offset}));
}

std::expected<std::vector<ApiKey>, SqlError> listApiKeysInForceFirst(Connection &connection, int limit)
{
    return allKeys(connection.call("api_keys_in_force_first"_L1, {limit}));
}

std::expected<int, SqlError> countApiKeys(Connection &connection)
{
    auto rows = connection.call("api_keys_count"_L1);
    if (!rows)
        return std::unexpected(std::move(rows.error()));
    rows->next();
    return rows->get<int>(0);
}

std::expected<std::optional<ApiKey>, SqlError> revokeApiKey(Connection &connection, const ApiKeyId &id,
                                                            const std::optional<UserId> &by)
{
    return firstKey(connection.call("api_key_revoke"_L1, {by, id}));
}

std::expected<void, SqlError> noteApiKeysUsed(Connection &connection, const std::vector<ApiKeyId> &keys)
{
    SqlArray ids(static_cast<qsizetype>(keys.size()));
    for (const auto &key : keys)
        ids.add(key);
    return connection.perform("api_keys_used"_L1, {ids.take()});
}

} // namespace holdfast
