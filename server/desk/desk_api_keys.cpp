// SPDX-License-Identifier: GPL-3.0-only
// What the operator does with API keys; the rest of the desk stands in desk.cpp.
#include "desk/api_key_acts.h"
#include "desk/desk.h"

#include <QLoggingCategory>

namespace holdfast {

using namespace Qt::StringLiterals;

namespace {

Q_LOGGING_CATEGORY(logDesk, "holdfast.desk")

// The log gets the cause, people what it means for them.
QString reasonOf(const SqlError &error)
{
    qCWarning(logDesk, "API keys: %s", qUtf8Printable(error.text));
    return error.kind == SqlError::Kind::ConnectionLost
        ? Desk::tr("The connection to the database broke: look whether it was done")
        : Desk::tr("The database did not answer; nothing was changed");
}

} // namespace

void Desk::requestApiKeys()
{
    m_database.read(
        [](Connection &connection) { return listApiKeysInForceFirst(connection, apiKeysShownMax); },
        [this](std::expected<std::vector<ApiKey>, SqlError> keys) {
            QMetaObject::invokeMethod(
                this,
                [this, keys = std::move(keys)] {
                    if (keys)
                        return emit apiKeysRead(QList<ApiKey>(keys->begin(), keys->end()));
                    qCWarning(logDesk, "API keys were not read: %s", qUtf8Printable(keys.error().text));
                    emit apiKeysUnread(tr("The database did not answer; the keys may have changed"));
                },
                Qt::QueuedConnection);
        });
}

/// `then` gets what was made or revoked, on the desk's thread.
template <typename Work, typename Then>
void Desk::changeApiKeys(Work work, Then then)
{
    using Result = std::invoke_result_t<Work &, Connection &>;
    m_database.write(std::move(work), [this, then](Result result) {
        if (result && *result && m_listeners.apiKeysChanged)
            m_listeners.apiKeysChanged();
        QMetaObject::invokeMethod(
            this,
            [this, then, result = std::move(result)] {
                if (result)
                    then(*result);
                else
                    emit apiKeysFailed(reasonOf(result.error()));
                requestApiKeys();
            },
            Qt::QueuedConnection);
    });
}

void Desk::makeApiKey(const QString &name)
{
    changeApiKeys([name](Connection &connection) { return makeApiKeyAsOperator(connection, name); },
                  [this](const std::optional<NewApiKey> &made) {
                      if (made)
                          emit apiKeyMade(made->key.name, QString::fromLatin1(made->secret.text()));
                      else
                          emit apiKeysFailed(
                              tr("%1 keys are in force already: revoke one first").arg(apiKeysMax));
                  });
}

void Desk::revokeApiKey(const ApiKeyId &id)
{
    changeApiKeys([id](Connection &connection) { return revokeApiKeyAsOperator(connection, id); },
                  [this](const std::optional<ApiKey> &revoked) {
                      if (!revoked)
                          emit apiKeysFailed(tr("There is no such key any more"));
                  });
}

} // namespace holdfast
