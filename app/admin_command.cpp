// SPDX-License-Identifier: GPL-3.0-only
#include "accounts/accounts.h"
#include "accounts/email_address.h"
#include "accounts/logged_act.h"
#include "accounts/passwords/password_hasher.h"
#include "app/commands.h"
#include "app/database_access.h"
#include "app/password_prompt.h"

#include <QCoreApplication>

#include <cstdio>

namespace holdfast {

using namespace Qt::StringLiterals;

namespace {

ExitCode refuse(ExitCode code, const QString &message)
{
    tell({code, message});
    return code;
}

/// The account and its line of the audit log, in one transaction.
AccountResult createLogged(Connection &connection, const NewAccount &account)
{
    return actLogged(
        connection, [&account](Connection &session) { return createAdmin(session, account); },
        [](const auto &admin) {
            AuditEntry entry;
            entry.role = AuditRole::Operator;
            entry.action = u"admin.create"_s;
            entry.subject = u"user:"_s + admin.id.text();
            return entry;
        });
}

ExitCode create(const Settings &settings, const NewAccount &account)
{
    const StatementBook book;
    DatabaseAccess database(settings, book);
    if (const auto opened = database.openShared(); !opened)
        return refuse(opened.error().code, opened.error().message);
    Connection connection(database.connection(), book);
    const auto opened = connection.open();
    const auto made = opened ? createLogged(connection, account) : std::unexpected(opened.error());
    if (!made)
        return refuse(ExitCode::DatabaseUnavailable,
                      u"The account could not be made: "_s + made.error().text);
    if (!*made)
        return refuse(ExitCode::Failure, u"There is an account with that address already."_s);
    std::fputs((u"Made the admin %1.\n"_s.arg((*made)->email)).toUtf8().constData(), stdout);
    return ExitCode::Success;
}

} // namespace

ExitCode createAdmin(const Settings &settings, const QString &email, int &argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    const auto address = EmailAddress::from(email);
    if (!address)
        return refuse(ExitCode::Usage, u"That is no email address."_s);
    const auto typed = askForPassword();
    if (!typed)
        return refuse(ExitCode::Failure, u"No password was given, or the two differ."_s);
    const auto password = Password::from(*typed);
    if (!password)
        return refuse(ExitCode::Failure, u"The password "_s + describe(password.error()));
    const auto hash = PasswordHasher().hash(*password);
    if (!hash)
        return refuse(ExitCode::Failure, u"Not enough memory to hash the password."_s);
    return create(settings, {.email = address->text(), .name = {}, .passwordHash = *hash});
}

} // namespace holdfast
