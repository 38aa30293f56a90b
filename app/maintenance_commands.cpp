// SPDX-License-Identifier: GPL-3.0-only
#include "app/commands.h"
#include "app/database_access.h"
#include "stock/history.h"

#include <QCoreApplication>

#include <cstdio>

namespace holdfast {

using namespace Qt::StringLiterals;

namespace {

// The audit reads every order and hold there ever was.
constexpr SessionLimits auditLimits{.lock = std::chrono::milliseconds(5'000),
                                    .statement = std::chrono::milliseconds(0),
                                    .idleInTransaction = std::chrono::milliseconds(0)};

void print(const QString &line)
{
    std::fputs((line + u'\n').toUtf8().constData(), stdout);
}

ExitCode refuse(const StartFault &fault)
{
    tell(fault);
    return fault.code;
}

std::expected<std::vector<AuditFault>, SqlError> auditOf(const ConnectionSettings &settings,
                                                         const StatementBook &book)
{
    Connection connection(settings, book, auditLimits);
    if (const auto opened = connection.open(); !opened)
        return std::unexpected(opened.error());
    return runAudit(connection);
}

} // namespace

void tell(const StartFault &fault)
{
    std::fputs((u"holdfast: "_s + fault.message + u'\n').toUtf8().constData(), stderr);
}

ExitCode audit(const Settings &settings, int &argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    const StatementBook book;
    DatabaseAccess database(settings, book);
    if (const auto opened = database.openForReading(); !opened)
        return refuse(opened.error());
    const auto faults = auditOf(database.connection(), book);
    if (!faults)
        return refuse(
            {ExitCode::DatabaseUnavailable, u"The audit could not be made: "_s + faults.error().text});
    for (const auto &fault : *faults)
        print(auditText(fault));
    print(faults->empty() ? u"Clean: every product adds up."_s : u"%1 differences."_s.arg(faults->size()));
    return faults->empty() ? ExitCode::Success : ExitCode::Failure;
}

ExitCode migrate(const Settings &settings, int &argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    const StatementBook book;
    DatabaseAccess database(settings, book);
    if (const auto opened = database.openAndMigrate(); !opened)
        return refuse(opened.error());
    print(database.migrationText());
    return ExitCode::Success;
}

} // namespace holdfast
