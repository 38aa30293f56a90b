// SPDX-License-Identifier: GPL-3.0-only
#include "desk/api_key_acts.h"

#include "accounts/logged_act.h"

namespace holdfast {

using namespace Qt::StringLiterals;

namespace {

const ApiKey &keyOf(const NewApiKey &made)
{
    return made.key;
}

const ApiKey &keyOf(const ApiKey &key)
{
    return key;
}

/// Does `act`, which gives the key it acted on.
template <typename Act>
auto actOnKey(Connection &connection, const QString &action, Act act)
{
    return actLogged(connection, act, [&action](const auto &acted) {
        const ApiKey &key = keyOf(acted);
        return AuditEntry{.role = AuditRole::Operator,
                          .actor = std::nullopt,
                          .action = action,
                          .subject = u"api_key:"_s + key.id.text(),
                          .requestId = {},
                          .detail = {{u"name"_s, key.name}}};
    });
}

} // namespace

std::expected<std::optional<NewApiKey>, SqlError> makeApiKeyAsOperator(Connection &connection,
                                                                       const QString &name)
{
    return actOnKey(connection, u"api_key.create"_s,
                    [&name](Connection &session) { return makeApiKey(session, name, std::nullopt); });
}

std::expected<std::optional<ApiKey>, SqlError> revokeApiKeyAsOperator(Connection &connection,
                                                                      const ApiKeyId &id)
{
    return actOnKey(connection, u"api_key.revoke"_s,
                    [&id](Connection &session) { return revokeApiKey(session, id, std::nullopt); });
}

} // namespace holdfast
