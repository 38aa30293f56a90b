// SPDX-License-Identifier: GPL-3.0-only
#include "desk/api_key_acts.h"

#include "accounts/audit_log.h"

namespace holdfast {

using namespace Qt::StringLiterals;

namespace {

std::expected<void, SqlError> writeAct(Connection &connection, const QString &action, const ApiKey &key)
{
    return writeAudit(connection,
                      {.role = AuditRole::Operator,
                       .actor = std::nullopt,
                       .action = action,
                       .subject = u"api_key:"_s + key.id.text(),
                       .requestId = {},
                       .detail = {{u"name"_s, key.name}}});
}

const ApiKey &keyOf(const NewApiKey &made)
{
    return made.key;
}

const ApiKey &keyOf(const ApiKey &key)
{
    return key;
}

/// Does `work`, which gives the key it acted on, and writes that down; both or neither.
template <typename Work>
std::invoke_result_t<Work> actOnKey(Connection &connection, const QString &action, Work work)
{
    Transaction transaction(connection);
    if (const auto &begun = transaction.begun(); !begun)
        return std::unexpected(begun.error());
    auto acted = work();
    if (!acted || !*acted)
        return acted;
    if (const auto written = writeAct(connection, action, keyOf(**acted)); !written)
        return std::unexpected(written.error());
    if (const auto ended = transaction.commit(); !ended)
        return std::unexpected(ended.error());
    return acted;
}

} // namespace

std::expected<std::optional<NewApiKey>, SqlError> makeApiKeyAsOperator(Connection &connection,
                                                                       const QString &name)
{
    return actOnKey(connection, u"api_key.create"_s,
                    [&] { return makeApiKey(connection, name, std::nullopt); });
}

std::expected<std::optional<ApiKey>, SqlError> revokeApiKeyAsOperator(Connection &connection,
                                                                      const ApiKeyId &id)
{
    return actOnKey(connection, u"api_key.revoke"_s,
                    [&] { return revokeApiKey(connection, id, std::nullopt); });
}

} // namespace holdfast
