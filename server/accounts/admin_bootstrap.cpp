// SPDX-License-Identifier: GPL-3.0-only
#include "accounts/admin_bootstrap.h"

#include "accounts/accounts.h"
#include "accounts/audit_log.h"
#include "accounts/secrets/secret_file.h"

namespace holdfast {

using namespace Qt::StringLiterals;

namespace {

std::unexpected<AdminError> failed(const SqlError &cause)
{
    return std::unexpected(AdminError{u"The first admin account cannot be made: "_s + cause.text, cause});
}

std::expected<bool, SqlError> adminExists(Connection &connection)
{
    auto rows = connection.call("admin_exists"_L1);
    if (!rows)
        return std::unexpected(std::move(rows.error()));
    rows->next();
    return rows->get<bool>(0);
}

std::expected<void, SqlError> createFirstAdmin(Connection &connection, const QByteArray &hash)
{
    auto rows = connection.call("admin_make_first"_L1,
                                {UserId::make(), AdminBootstrap::email, QString::fromLatin1(hash)});
    if (!rows)
        return std::unexpected(std::move(rows.error()));
    rows->next();
    AuditEntry entry;
    entry.role = AuditRole::System;
    entry.action = u"admin.create"_s;
    entry.subject = u"user:"_s + rows->get<UserId>(0).text();
    return writeAudit(connection, entry);
}

// The password is on disk before the account exists: a crash in between leaves a password without an account,
// which the next start replaces, and never an account whose password nobody has.
std::expected<AdminBootstrap, AdminError> makeAdmin(Connection &connection, const QString &file,
                                                    const Password &password, const QByteArray &hash)
{
    Transaction transaction(connection);
    if (const auto begun = transaction.begun(); !begun)
        return failed(begun.error());
    if (const auto locked = connection.perform("admin_lock"_L1); !locked)
        return failed(locked.error());
    const auto isThere = adminExists(connection);
    if (!isThere)
        return failed(isThere.error());
    if (*isThere)
        return AdminBootstrap{};
    if (const auto written = replaceSecretFile(file, password.text().toLatin1()); !written)
        return std::unexpected(AdminError{written.error(), {}});
    if (const auto created = createFirstAdmin(connection, hash); !created)
        return failed(created.error());
    if (const auto committed = transaction.commit(); !committed)
        return failed(committed.error());
    return AdminBootstrap{true, file};
}

} // namespace

std::expected<AdminBootstrap, AdminError> ensureAdmin(Connection &connection, const QString &dataDirectory,
                                                      const PasswordHasher &hasher)
{
    const auto isThere = adminExists(connection);
    if (!isThere)
        return failed(isThere.error());
    if (*isThere)
        return AdminBootstrap{};
    // Hashed before the lock, so that others wait for milliseconds.
    const Password password = Password::random();
    const auto hash = hasher.hash(password);
    if (!hash)
        return std::unexpected(
            AdminError{u"The first admin account cannot be made: not enough memory."_s, {}});
    return makeAdmin(connection, dataDirectory + u"/admin-password"_s, password, *hash);
}

} // namespace holdfast
