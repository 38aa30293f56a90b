// SPDX-License-Identifier: GPL-3.0-only
#include "database/postgres/cluster_initializer.h"

#include "database/postgres/child_program.h"
#include "database/postgres/cluster_folder.h"
#include "database/postgres/cluster_limits.h"
#include "database/postgres/postgres_installation.h"
#include "database/postgres/server_settings.h"

#include <QDir>
#include <QFile>

#include <cstdio>

// Q_INIT_RESOURCE declares a function, which must not land in a namespace.
static QByteArray bootstrapSql()
{
    Q_INIT_RESOURCE(bootstrap);
    QFile file(QStringLiteral(":/sql/bootstrap/create_database.sql"));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("the program lacks create_database.sql");
    return file.readAll();
}

namespace holdfast {

using namespace Qt::StringLiterals;

namespace {

class Initialization final
{
public:
    Initialization(const ClusterFolder &folder, const PostgresInstallation &installation,
                   const ClusterAccount &account, const std::stop_token &stop)
        : m_folder(folder)
        , m_installation(installation)
        , m_account(account)
        , m_stop(stop)
        , m_path(folder.newInitializingPath())
    {
    }

    ClusterResult<void> run() const;

private:
    ClusterResult<void> runStep(const QString &what, const QString &program, const QStringList &arguments,
                                const QByteArray &input = {}) const;
    ClusterResult<void> makeFiles() const;
    ClusterResult<void> writeSettings() const;
    ClusterResult<void> createDatabase() const;
    ClusterResult<void> publish() const;

    const ClusterFolder &m_folder;
    const PostgresInstallation &m_installation;
    const ClusterAccount &m_account;
    const std::stop_token &m_stop;
    const QString m_path;
};

ClusterResult<void> Initialization::run() const
{
    using Step = ClusterResult<void> (Initialization::*)() const;
    for (const Step step : {&Initialization::makeFiles, &Initialization::writeSettings,
                            &Initialization::createDatabase, &Initialization::publish}) {
        if (const auto done = (this->*step)(); !done)
            return done;
    }
    return {};
}

ClusterResult<void> Initialization::runStep(const QString &what, const QString &program,
                                            const QStringList &arguments, const QByteArray &input) const
{
    const ChildOutcome outcome =
        runProgram({m_installation.program(program), arguments, input, cluster_limits::initializeMax},
                   &m_account, m_stop);
    if (outcome.succeeded())
        return {};
    if (outcome.ending == ChildOutcome::Ending::Interrupted)
        return clusterRefusal(ClusterErrorCode::Interrupted,
                              u"Making the database cluster was interrupted."_s);
    const QString output = outcome.ending == ChildOutcome::Ending::TimedOut
        ? u"It took longer than %1 s."_s.arg(cluster_limits::initializeMax.count())
        : QString::fromUtf8(outcome.output).trimmed();
    return std::unexpected(errorFromOutput(ClusterErrorCode::InitFailed, what, output));
}

ClusterResult<void> Initialization::makeFiles() const
{
    // Synced once at the end, in publish(), instead of after every step.
    return runStep(u"initdb could not make the database cluster."_s, u"initdb"_s,
                   {u"--pgdata"_s, m_path, u"--username"_s, QString(clusterUser), u"--encoding"_s, u"UTF8"_s,
                    u"--locale"_s, u"C.UTF-8"_s, u"--data-checksums"_s, u"--auth"_s, u"scram-sha-256"_s,
                    u"--pwfile"_s, m_folder.passwordPath(), u"--no-sync"_s, u"--no-instructions"_s});
}

ClusterResult<void> Initialization::writeSettings() const
{
    QFile file(m_path + u"/postgresql.conf"_s);
    const QByteArray settings = initialServerSettings();
    if (file.open(QIODevice::Append) && file.write(settings) == settings.size() && file.flush())
        return {};
    return std::unexpected(errorFromOutput(ClusterErrorCode::FolderFailed,
                                           u"Cannot write %1."_s.arg(file.fileName()), file.errorString()));
}

ClusterResult<void> Initialization::createDatabase() const
{
    const QByteArray statement = bootstrapSql();
    return runStep(u"The database could not be created."_s, u"postgres"_s,
                   {u"--single"_s, u"-D"_s, m_path, u"-c"_s, u"fsync=off"_s, u"-c"_s, u"exit_on_error=on"_s,
                    u"-c"_s, u"log_destination=stderr"_s, u"postgres"_s},
                   statement);
}

ClusterResult<void> Initialization::publish() const
{
    if (const auto synced = runStep(u"The new cluster could not be brought to disk."_s, u"initdb"_s,
                                    {u"--sync-only"_s, u"--pgdata"_s, m_path});
        !synced)
        return synced;
    // Synced before too: the password has to be there whenever the cluster is.
    const bool isPublished = syncFolder(m_folder.path())
        && std::rename(QFile::encodeName(m_path).constData(),
                       QFile::encodeName(m_folder.dataPath()).constData())
            == 0
        && syncFolder(m_folder.path());
    if (isPublished)
        return {};
    return std::unexpected(errorFromOutput(ClusterErrorCode::FolderFailed,
                                           u"Cannot rename %1 to %2."_s.arg(m_path, m_folder.dataPath()),
                                           qt_error_string(errno)));
}

} // namespace

ClusterError errorFromOutput(ClusterErrorCode code, const QString &what, const QString &output)
{
    const bool isFull =
        output.contains("No space left on device"_L1) || output.contains("Disk quota exceeded"_L1);
    const QString message = output.isEmpty() ? what : QString(what + u'\n' + output);
    if (isFull)
        return {ClusterErrorCode::DiskFull, u"The disk is full. "_s + message,
                u"Free some space, or start with a --data-dir on another disk."_s};
    return {code, message, {}};
}

ClusterResult<void> initializeCluster(const ClusterFolder &folder, const PostgresInstallation &installation,
                                      const ClusterAccount &account, const std::stop_token &stop)
{
    folder.removeInitializingLeftovers();
    if (const auto room = folder.requireFreeSpace(cluster_limits::freeBytesToInitialize); !room)
        return room;
    if (const auto password = folder.makePassword(account); !password)
        return std::unexpected(password.error());

    const auto made = Initialization(folder, installation, account, stop).run();
    folder.removeInitializingLeftovers(); // ours when it failed, and what an orphan of a killed start still
                                          // wrote
    return made;
}

} // namespace holdfast
