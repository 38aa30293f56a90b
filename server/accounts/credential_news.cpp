// SPDX-License-Identifier: GPL-3.0-only
#include "accounts/credential_news.h"

#include "accounts/api_keys/api_keys.h"

namespace holdfast {

using namespace Qt::StringLiterals;

namespace {

// Hands every row of a statement to `take`.
template <typename Take>
std::expected<void, SqlError> eachRow(std::expected<Rows, SqlError> rows, Take take)
{
    if (!rows)
        return std::unexpected(std::move(rows.error()));
    while (rows->next())
        take(*rows);
    return {};
}

std::expected<void, SqlError> readEnded(Connection &connection, Instant since, int limit,
                                        CredentialNews &news)
{
    const auto read =
        eachRow(connection.call("tokens_revoked_since"_L1, {since, limit}), [&news](const Rows &rows) {
            news.revoked.push_back({rows.get<QUuid>(0), rows.get<Instant>(1)});
        });
    if (!read)
        return read;
    return eachRow(connection.call("tokens_cut_since"_L1, {since, limit}), [&news](const Rows &rows) {
        news.cuts.push_back({rows.get<UserId>(0), rows.get<Instant>(1)});
    });
}

std::expected<void, SqlError> readInForce(Connection &connection, CredentialNews &news)
{
    const auto read = eachRow(connection.call("api_keys_in_force"_L1), [&news](const Rows &rows) {
        news.apiKeys.push_back({*ApiKeyId::from(rows.get<QUuid>(0)), rows.get<QByteArray>(1)});
    });
    if (!read)
        return read;
    return eachRow(connection.call("admins_all"_L1),
                   [&news](const Rows &rows) { news.admins.insert(rows.get<UserId>(0)); });
}

} // namespace

std::expected<CredentialNews, SqlError> readCredentialNews(Connection &connection, Instant since, int limit)
{
    CredentialNews news;
    auto read = eachRow(connection.call("database_time"_L1),
                        [&news](const Rows &rows) { news.readAt = rows.get<Instant>(0); });
    if (read)
        read = readEnded(connection, since, limit, news);
    if (read)
        read = readInForce(connection, news);
    if (!read)
        return std::unexpected(std::move(read.error()));
    return news;
}

std::expected<void, SqlError> tidyCredentials(Connection &connection, Instant before,
                                              const std::vector<ApiKeyId> &used)
{
    if (!used.empty()) {
        if (const auto noted = noteApiKeysUsed(connection, used); !noted)
            return noted;
    }
    return connection.perform("tokens_forget"_L1, {before});
}

} // namespace holdfast
