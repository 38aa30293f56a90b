// SPDX-License-Identifier: GPL-3.0-only
#include "app/credential_preparation.h"

#include "accounts/admin_bootstrap.h"

#include <QDir>
#include <QLoggingCategory>

namespace holdfast {

using namespace Qt::StringLiterals;

namespace {

Q_LOGGING_CATEGORY(logAccounts, "holdfast.accounts")

/// With an external database nobody may have made it yet.
std::expected<void, StartFault> requireDataFolder(const QString &path)
{
    const QDir folder(path);
    if (folder.exists())
        return {};
    constexpr auto ownerOnly = QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner;
    if (folder.mkpath(u"."_s) && QFile::setPermissions(path, ownerOnly))
        return {};
    return std::unexpected(
        StartFault{ExitCode::BadConfiguration, u"The data folder %1 cannot be made."_s.arg(path)});
}

} // namespace

std::expected<TokenKeys, StartFault> prepareTokenKeys(const Settings &settings)
{
    if (const auto there = requireDataFolder(settings.dataDirectory); !there)
        return std::unexpected(there.error());
    auto keys = settings.tokenSecret.isEmpty()
        ? TokenKeys::fromDataDirectory(settings.dataDirectory)
        : TokenKeys::fromSecrets(settings.tokenSecret.toUtf8(), settings.previousTokenSecret.toUtf8());
    if (!keys)
        return std::unexpected(StartFault{ExitCode::BadConfiguration, keys.error()});
    return *std::move(keys);
}

std::expected<void, StartFault> prepareFirstAdmin(Connection &connection, const Settings &settings)
{
    const auto made = ensureAdmin(connection, settings.dataDirectory, PasswordHasher());
    if (!made) {
        const bool isDatabase = made.error().cause.has_value();
        return std::unexpected(
            StartFault{isDatabase ? ExitCode::DatabaseUnavailable : ExitCode::Failure, made.error().text});
    }
    if (made->isCreated) {
        qCInfo(logAccounts, "Made the first admin, %s; its password stands in %s.",
               AdminBootstrap::email.data(), qUtf8Printable(made->passwordFile));
    }
    return {};
}

} // namespace holdfast
