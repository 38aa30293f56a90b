// SPDX-License-Identifier: GPL-3.0-only
#include "database/postgres/postgres_installation.h"

#include "database/postgres/child_program.h"
#include "database/postgres/cluster_limits.h"

#include <QDir>
#include <QRegularExpression>

#include <algorithm>

namespace holdfast {

using namespace Qt::StringLiterals;

namespace {

/// Folders that fit a pattern such as /usr/lib/postgresql/*/bin.
QStringList foldersMatching(const QString &pattern)
{
    QStringList found{u"/"_s};
    for (const QString &segment : pattern.split(u'/', Qt::SkipEmptyParts)) {
        QStringList next;
        for (const QString &folder : std::as_const(found)) {
            const QDir parent(folder);
            for (const QString &name : parent.entryList({segment}, QDir::Dirs | QDir::NoDotAndDotDot))
                next += parent.filePath(name);
        }
        found = next;
    }
    return found;
}

QString askQuickly(const QString &program, const QString &argument)
{
    const ChildOutcome outcome =
        runProgram({program, {argument}, {}, cluster_limits::versionQueryMax}, nullptr, {});
    return outcome.succeeded() ? QString::fromUtf8(outcome.output).trimmed() : QString();
}

bool isExecutable(const QString &path)
{
    const QFileInfo file(path);
    return file.isFile() && file.isExecutable();
}

QStringList candidateFolders(const InstallationSearch &search)
{
    QStringList folders;
    for (const QString &pattern : search.patterns)
        folders += foldersMatching(pattern);
    for (const QString &folder : search.pathFolders) {
        folders += folder;
        if (const QString config = QDir(folder).filePath(u"pg_config"_s); isExecutable(config))
            folders += askQuickly(config, u"--bindir"_s);
    }
    return folders;
}

std::optional<PostgresInstallation> installationIn(const QString &folder)
{
    if (folder.isEmpty() || !isExecutable(folder + u"/postgres"_s) || !isExecutable(folder + u"/initdb"_s))
        return std::nullopt;
    static const QRegularExpression versionText(u"\\(PostgreSQL\\) (\\d+)(?:\\.(\\d+))?"_s);
    const auto match = versionText.match(askQuickly(folder + u"/postgres"_s, u"--version"_s));
    if (!match.hasMatch())
        return std::nullopt;
    return PostgresInstallation{folder, match.capturedView(1).toInt(), match.capturedView(2).toInt()};
}

QString versionsOf(const QList<PostgresInstallation> &installed)
{
    QStringList versions;
    for (const PostgresInstallation &one : installed)
        versions += QString::number(one.majorVersion);
    versions.removeDuplicates();
    return versions.isEmpty() ? u"none"_s : versions.join(u", "_s);
}

} // namespace

InstallationSearch InstallationSearch::ofThisMachine()
{
    return {{u"/usr/lib/postgresql/*/bin"_s, u"/usr/pgsql-*/bin"_s},
            qEnvironmentVariable("PATH").split(u':', Qt::SkipEmptyParts)};
}

QList<PostgresInstallation> findInstallations(const InstallationSearch &search)
{
    QList<PostgresInstallation> found;
    QStringList seen;
    for (const QString &folder : candidateFolders(search)) {
        const QString canonical = QFileInfo(folder).canonicalFilePath();
        if (seen.contains(canonical))
            continue;
        seen += canonical;
        if (const auto installation = installationIn(canonical))
            found += *installation;
    }
    std::ranges::stable_sort(found, std::ranges::greater(), [](const PostgresInstallation &one) {
        return std::pair(one.majorVersion, one.minorVersion);
    });
    return found;
}

ClusterResult<PostgresInstallation> chooseInstallation(const QList<PostgresInstallation> &installed,
                                                       std::optional<int> dataMajorVersion)
{
    using namespace cluster_limits;
    const auto fits = [dataMajorVersion](const PostgresInstallation &one) {
        return dataMajorVersion ? one.majorVersion == *dataMajorVersion : one.majorVersion >= majorVersionMin;
    };
    if (const auto chosen = std::ranges::find_if(installed, fits); chosen != installed.end())
        return *chosen;

    if (dataMajorVersion && !installed.isEmpty())
        return clusterRefusal(
            ClusterErrorCode::VersionNotInstalled,
            u"The data was made by PostgreSQL %1, but this machine has %2."_s.arg(*dataMajorVersion)
                .arg(versionsOf(installed)),
            u"Install PostgreSQL %1 (Debian: apt install postgresql-%1), or start with another --data-dir."_s
                .arg(*dataMajorVersion));
    return clusterRefusal(
        ClusterErrorCode::NoInstallation,
        u"No PostgreSQL %1 or newer is installed (found: %2)."_s
            .arg(dataMajorVersion.value_or(majorVersionMin))
            .arg(versionsOf(installed)),
        u"Install it (Debian: apt install postgresql), or use a server of yours with --database-url."_s);
}

} // namespace holdfast
