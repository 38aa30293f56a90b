// SPDX-License-Identifier: GPL-3.0-only
// The parts of a private cluster that need no server.
#include "cluster_fixture.h"

#include "database/postgres/cluster_initializer.h"
#include "database/postgres/postmaster_file.h"
#include "database/postgres/server_log.h"
#include "database/postgres/socket_folder.h"

#include <QDir>
#include <QTest>

#include <csignal>
#include <sys/stat.h>
#include <unistd.h>

using namespace holdfast;
using namespace holdfast::testing;
using namespace Qt::StringLiterals;

namespace {

bool writeProgram(const QString &path, const QByteArray &script)
{
    return writeFile(path, "#!/bin/sh\n" + script + "\n")
        && ::chmod(QFile::encodeName(path).constData(), 0755) == 0;
}

bool writeInstallation(const QString &folder, const QByteArray &version)
{
    return QDir().mkpath(folder) && writeProgram(folder + u"/initdb"_s, "exit 0")
        && writeProgram(folder + u"/postgres"_s, "echo 'postgres (PostgreSQL) " + version + "'");
}

} // namespace

class TestClusterParts : public QObject
{
    Q_OBJECT

private slots:
    void findsInstallationsNewestFirst()
    {
        const QTemporaryDir root;
        QVERIFY(writeInstallation(root.filePath(u"lib/9.6/bin"_s), "9.6.24"));
        QVERIFY(writeInstallation(root.filePath(u"lib/15/bin"_s), "15.20 (Debian 15.20-0)"));
        QVERIFY(writeInstallation(root.filePath(u"lib/17/bin"_s), "17.2"));
        QVERIFY(writeInstallation(root.filePath(u"own/bin"_s), "16beta1"));
        QVERIFY(writeInstallation(root.filePath(u"hidden/bin"_s), "15.4"));
        QVERIFY(QDir().mkpath(root.filePath(u"path"_s)));
        QVERIFY(writeProgram(root.filePath(u"path/pg_config"_s),
                             "echo " + QFile::encodeName(root.filePath(u"hidden/bin"_s))));
        QVERIFY(QDir().mkpath(root.filePath(u"lib/18/bin"_s))); // nothing in it

        const auto found = findInstallations(
            {{root.filePath(u"lib/*/bin"_s)},
             {root.filePath(u"own/bin"_s), root.filePath(u"path"_s), root.filePath(u"lib/15/bin"_s)}});
        QStringList versions;
        for (const auto &one : found)
            versions += u"%1.%2"_s.arg(one.majorVersion).arg(one.minorVersion);
        QCOMPARE(versions, (QStringList{u"17.2"_s, u"16.0"_s, u"15.20"_s, u"15.4"_s, u"9.6"_s}));
    }

    void choosesTheInstallation()
    {
        const QList<PostgresInstallation> installed{
            {u"/17"_s, 17, 2}, {u"/15b"_s, 15, 20}, {u"/15a"_s, 15, 4}, {u"/9"_s, 9, 6}};
        QCOMPARE(chooseInstallation(installed, std::nullopt)->binFolder, u"/17"_s);
        QCOMPARE(chooseInstallation(installed, 15)->binFolder, u"/15b"_s);
        const auto missing = chooseInstallation(installed, 16);
        QVERIFY(!missing);
        QCOMPARE(missing.error().code, ClusterErrorCode::VersionNotInstalled);
        QVERIFY(missing.error().message.contains("16, but this machine has 17, 15, 9"_L1));
        const auto tooOld = chooseInstallation(installed.mid(3), std::nullopt);
        QVERIFY(!tooOld);
        QCOMPARE(tooOld.error().code, ClusterErrorCode::NoInstallation);
        QVERIFY(tooOld.error().message.contains("found: 9"_L1));
    }

    void socketLimitCountsBytesOfTheWholePath_data()
    {
        QTest::addColumn<QString>("folder");
        QTest::addColumn<bool>("fits");
        constexpr qsizetype socketName = 14; // "/.s.PGSQL.5432"
        QTest::newRow("107 bytes") << QString(u'/' + QString(106 - socketName, u'x')) << true;
        QTest::newRow("108 bytes") << QString(u'/' + QString(107 - socketName, u'x')) << false;
        QTest::newRow("short in characters, long in bytes") << QString(u'/' + QString(60, u'ä')) << false;
    }

    void socketLimitCountsBytesOfTheWholePath()
    {
        QFETCH(const QString, folder);
        QFETCH(const bool, fits);
        QCOMPARE(socketPathFits(folder), fits);
    }

    void choosesASocketFolderThatFits()
    {
        const ClusterPlace place;
        const auto account = ClusterAccount::choose({});
        QVERIFY(account);
        const QByteArray runtimeFolder = qgetenv("XDG_RUNTIME_DIR");
        const QString hash = place.layout().shortHash();

        qputenv("XDG_RUNTIME_DIR", QFile::encodeName(place.root()));
        const auto chosen = makeSocketFolder({}, hash, *account);
        qputenv("XDG_RUNTIME_DIR", QFile::encodeName(place.root() + u'/' + QString(90, u'x')));
        const auto fallback = makeSocketFolder({}, hash, *account);
        qputenv("XDG_RUNTIME_DIR", runtimeFolder);
        QVERIFY(chosen && fallback);
        removeSocketFolder(*chosen);
        removeSocketFolder(*fallback);

        // Root's own runtime folder would be closed to the postgres user.
        const QString base = isRoot() ? u"/run"_s : place.root();
        QCOMPARE(*chosen, QString(base + u"/holdfast-" + hash));
        QVERIFY(socketPathFits(*fallback));
        QVERIFY(!QFileInfo::exists(*chosen) && !QFileInfo::exists(*fallback));
    }

    void doesNotTakeASocketFolderSomebodyPlanted()
    {
        const ClusterPlace place;
        const auto account = ClusterAccount::choose({});
        QVERIFY(account);
        const QString open = place.root() + u"/open"_s;
        QVERIFY(QDir().mkpath(open));
        QCOMPARE(::chown(QFile::encodeName(open).constData(), account->uid(), account->gid()), 0);
        ::chmod(QFile::encodeName(open).constData(), 0700);
        QVERIFY(makeSocketFolder(open, u"0"_s, *account));
        ::chmod(QFile::encodeName(open).constData(), 0777);
        const auto refused = makeSocketFolder(open, u"0"_s, *account);
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ClusterErrorCode::NotOurs);

        const QString link = place.root() + u"/link"_s;
        QVERIFY(QFile::link(place.root(), link));
        QVERIFY(!makeSocketFolder(link, u"0"_s, *account));
        QVERIFY(makeSocketFolder(place.root() + u"/fresh"_s, u"0"_s, *account));
    }

    void readsWhatAServerSaysOfItself()
    {
        const QTemporaryDir folder;
        QVERIFY(!PostmasterFile::read(folder.path()));
        QVERIFY(writeFile(PostmasterFile::pathIn(folder.path()),
                          "77\n/d\n1700000000\n5432\n/s o\n\n  1 2\nready   \n"));
        const auto file = PostmasterFile::read(folder.path());
        QVERIFY(file);
        QCOMPARE(file->pid, 77);
        QCOMPARE(file->port, quint16(5432));
        QCOMPARE(file->socketFolder, u"/s o"_s);
        QVERIFY(file->status == PostmasterFile::Status::Ready);
        QVERIFY(writeFile(PostmasterFile::pathIn(folder.path()), "77\n/d\n"));
        QVERIFY(PostmasterFile::read(folder.path())->status == PostmasterFile::Status::Starting);
        QVERIFY(writeFile(PostmasterFile::pathIn(folder.path()), ""));
        QVERIFY(!PostmasterFile::read(folder.path()));
    }

    void logStaysBounded()
    {
        const QTemporaryDir folder;
        const ServerLog log(folder.filePath(u"server.log"_s));
        QVERIFY(writeFile(log.path(), QByteArray(1000, 'a') + "\nlast\n"));
        log.bound(2000);
        QCOMPARE(log.size(), 1006);
        QCOMPARE(log.tailSince(1001), u"last"_s);
        log.bound(1000);
        QCOMPARE(log.size(), 0);
        QCOMPARE(readFile(log.path() + u".1"_s).size(), 1006);
        QVERIFY(writeFile(log.path(), QByteArray(2000, 'b')));
        log.bound(1000); // replaces the older generation
        QCOMPARE(readFile(log.path() + u".1"_s), QByteArray(2000, 'b'));
    }

    void logDoesNotFollowALink()
    {
        const QTemporaryDir folder;
        const QString target = folder.filePath(u"precious"_s);
        QVERIFY(writeFile(target, QByteArray(2000, 'p')));
        QVERIFY(QFile::link(target, folder.filePath(u"server.log"_s)));
        ServerLog(folder.filePath(u"server.log"_s)).bound(10);
        QCOMPARE(readFile(target).size(), 2000);
    }

    void processIsKnownByMoreThanItsId()
    {
        const ClusterPlace place;
        const auto account = ClusterAccount::choose({});
        const ClusterFolder folder(place.root() + u"/f"_s);
        QVERIFY(folder.prepare(*account));
        const auto sleeper =
            ServerProcess::launch(u"/usr/bin/sleep"_s, {u"300"_s}, folder.logPath(), *account);
        QVERIFY(sleeper);
        QVERIFY(ServerProcess::find(sleeper->pid()));
        QTRY_COMPARE(sleeper->commandLine(), (QStringList{u"/usr/bin/sleep"_s, u"300"_s}));
        QVERIFY(!sleeper->waitForEnd(std::chrono::milliseconds(20)));
        sleeper->signal(SIGKILL);
        QVERIFY(sleeper->waitForEnd(std::chrono::milliseconds(patienceMilliseconds)));
        QVERIFY(!ServerProcess::find(sleeper->pid()));

        const auto missing = ServerProcess::launch(u"/no/such/program"_s, {}, folder.logPath(), *account);
        QVERIFY(missing);
        QVERIFY(missing->waitForEnd(std::chrono::milliseconds(patienceMilliseconds)));
        QVERIFY(readFile(folder.logPath()).contains("cannot be executed"));
    }

    void lockKeepsTheSecondOut()
    {
        const QTemporaryDir folder;
        const auto account = ClusterAccount::choose({});
        const QString path = folder.filePath(u"lock"_s);
        {
            const auto first = DataDirectoryLock::acquire(path, *account);
            QVERIFY(first);
            const auto second = DataDirectoryLock::acquire(path, *account);
            QVERIFY(!second);
            QCOMPARE(second.error().code, ClusterErrorCode::Locked);
            QVERIFY(second.error().message.contains(QString::number(getpid())));
        }
        QVERIFY(DataDirectoryLock::acquire(path, *account));
    }

    void fullDiskIsReadFromTheServersWords()
    {
        const auto full = errorFromOutput(ClusterErrorCode::StartFailed, u"x"_s,
                                          u"FATAL: could not write: No space left on device"_s);
        QCOMPARE(full.code, ClusterErrorCode::DiskFull);
        const auto other = errorFromOutput(ClusterErrorCode::StartFailed, u"x"_s, u"FATAL: something else"_s);
        QCOMPARE(other.code, ClusterErrorCode::StartFailed);
    }
};

QTEST_GUILESS_MAIN(TestClusterParts)
#include "test_cluster_parts.moc"
