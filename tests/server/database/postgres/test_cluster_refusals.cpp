// SPDX-License-Identifier: GPL-3.0-only
// Everything that keeps a private cluster from starting says what is wrong and what to do.
#include "cluster_fixture.h"

#include <QDir>
#include <QTest>

#include <sys/stat.h>
#include <unistd.h>

using namespace holdfast;
using namespace holdfast::testing;
using namespace Qt::StringLiterals;

namespace {

/// A small file system, so that "disk full" is real. Needs the right to mount.
class SmallDisk final
{
public:
    SmallDisk(const QString &path, const QString &size)
        : m_path(path)
    {
        QDir().mkpath(path);
        m_isMounted =
            run(u"mount"_s, {u"-t"_s, u"tmpfs"_s, u"-o"_s, u"mode=0711,"_s + size, u"tmpfs"_s, path});
    }
    ~SmallDisk()
    {
        if (m_isMounted)
            run(u"umount"_s, {m_path});
    }
    Q_DISABLE_COPY_MOVE(SmallDisk)

    bool isMounted() const { return m_isMounted; }

private:
    static bool run(const QString &program, const QStringList &arguments)
    {
        QProcess process;
        process.start(program, arguments);
        return process.waitForFinished() && process.exitStatus() == QProcess::NormalExit
            && process.exitCode() == 0;
    }

    QString m_path;
    bool m_isMounted = false;
};

ClusterError refusalOf(const ClusterOptions &options)
{
    PrivateCluster cluster(options);
    const auto endpoint = cluster.start();
    return endpoint ? ClusterError{ClusterErrorCode(-1), u"it started"_s, {}} : endpoint.error();
}

} // namespace

#define COMPARE_REFUSAL(error, expectedCode, expectedText)                                                   \
    QVERIFY2((error).code == (expectedCode), qPrintable((error).text()));                                    \
    QVERIFY2((error).text().contains(expectedText), qPrintable((error).text()))

#define MOUNT_OR_SKIP(disk, path, size)                                                                      \
    if (!isRoot())                                                                                           \
        QSKIP("Filling a real disk needs root, to mount a small one");                                       \
    const SmallDisk disk(path, size);                                                                        \
    if (!disk.isMounted())                                                                                   \
    QSKIP("This system does not let root mount a tmpfs")

class TestClusterRefusals : public QObject
{
    Q_OBJECT

private slots:
    void noPostgresInstalled()
    {
        const ClusterPlace place;
        ClusterOptions options = place.options();
        options.search = {};
        const auto error = refusalOf(options);
        COMPARE_REFUSAL(error, ClusterErrorCode::NoInstallation, u"apt install postgresql"_s);
    }

    void dataOfAnotherMajorVersion()
    {
        const ClusterPlace place;
        QVERIFY(PrivateCluster(place.options()).start());
        const QString versionFile = place.layout().dataPath() + u"/PG_VERSION"_s;
        const QByteArray installed = readFile(versionFile).trimmed();
        QVERIFY(writeFile(versionFile, "11\n"));
        const auto error = refusalOf(place.options());
        COMPARE_REFUSAL(error, ClusterErrorCode::VersionNotInstalled, u"made by PostgreSQL 11"_s);
        QVERIFY(error.message.contains(QString::fromLatin1(installed)));
    }

    void folderWithSomethingElseInIt()
    {
        const ClusterPlace place;
        QVERIFY(QDir().mkpath(place.folder()));
        ::chmod(QFile::encodeName(place.root() + u"/data-dir"_s).constData(), 0711);
        const auto account = ClusterAccount::choose({});
        QVERIFY(place.layout().prepare(*account));
        QVERIFY(writeFile(place.folder() + u"/letters.txt"_s, "mine"));
        const auto error = refusalOf(place.options());
        COMPARE_REFUSAL(error, ClusterErrorCode::NotOurs, u"letters.txt"_s);
        QCOMPARE(QDir(place.folder()).entryList(QDir::Files), QStringList{u"letters.txt"_s});
    }

    void somebodyElsesCluster()
    {
        const ClusterPlace place;
        QVERIFY(PrivateCluster(place.options()).start());
        ClusterOptions inside = place.options();
        inside.folder = place.layout().dataPath();
        const auto bare = refusalOf(inside);
        COMPARE_REFUSAL(bare, ClusterErrorCode::NotOurs, u"which Holdfast did not make"_s);

        QVERIFY(QFile::remove(place.layout().passwordPath()));
        const auto withoutPassword = refusalOf(place.options());
        COMPARE_REFUSAL(withoutPassword, ClusterErrorCode::NotOurs, u"password"_s);
    }

    void folderOfAnotherOwner()
    {
        if (!isRoot())
            QSKIP("Giving a folder to somebody else needs root");
        const ClusterPlace place;
        QVERIFY(QDir().mkpath(place.folder()));
        ::chmod(QFile::encodeName(place.root() + u"/data-dir"_s).constData(), 0711);
        QVERIFY(writeFile(place.folder() + u"/lock"_s, {}));
        constexpr uid_t nobody = 65534;
        QCOMPARE(::chown(QFile::encodeName(place.folder()).constData(), nobody, nobody), 0);
        const auto error = refusalOf(place.options());
        COMPARE_REFUSAL(error, ClusterErrorCode::NotOurs, u"--postgres-user nobody"_s);
    }

    void folderBehindAClosedDoor()
    {
        const ClusterPlace place;
        const QString closed = place.root() + u"/closed"_s;
        QVERIFY(QDir().mkpath(closed));
        // Closed to the account either way: to the postgres user as root's folder, to an owner by its mode.
        ::chmod(QFile::encodeName(closed).constData(), isRoot() ? 0700 : 0600);
        ClusterOptions options = place.options();
        options.folder = closed + u"/data-dir/postgres"_s;
        const auto error = refusalOf(options);
        COMPARE_REFUSAL(error, ClusterErrorCode::OutOfReach, u"chmod o+x "_s + closed);
        ::chmod(QFile::encodeName(closed).constData(), 0700);
        QVERIFY(QDir(closed).isEmpty());
    }

    void socketPathTooLong()
    {
        const ClusterPlace place;
        ClusterOptions options = place.options();
        options.socketFolder = place.root() + u'/' + QString(80, u'x');
        const auto error = refusalOf(options);
        COMPARE_REFUSAL(error, ClusterErrorCode::SocketPathTooLong, u"the system takes 107"_s);
    }

    void accountThatCannotRunIt()
    {
        const ClusterPlace place;
        ClusterOptions options = place.options();
        options.user = u"nobody-has-this-name"_s;
        const auto unknown = refusalOf(options);
        COMPARE_REFUSAL(unknown, ClusterErrorCode::AccountRefused, options.user);
        options.user = u"root"_s;
        const auto root = refusalOf(options);
        COMPARE_REFUSAL(root, ClusterErrorCode::AccountRefused, u"root"_s);
        QVERIFY(!QFileInfo::exists(place.folder()));
    }

    void folderInUseByAnotherProcess()
    {
        const ClusterPlace place;
        Holder holder(place.folder());
        QVERIFY2(holder.isReady(), holder.firstLine().constData());
        const auto error = refusalOf(place.options());
        COMPARE_REFUSAL(error, ClusterErrorCode::Locked, u"process %1)"_s.arg(holder.processId()));

        Holder second(place.folder());
        QVERIFY(second.firstLine().startsWith("refused"));
        QVERIFY(ServerProcess::find(pid_t(holder.serverProcessId())));

        holder.kill();
        PrivateCluster cluster(place.options()); // the lock went with the process; this also ends the server
        QVERIFY(cluster.start());
    }

    void serverThatWillNotStart()
    {
        const ClusterPlace place;
        QVERIFY(PrivateCluster(place.options()).start());
        QFile settings(place.layout().dataPath() + u"/postgresql.conf"_s);
        QVERIFY(settings.open(QIODevice::Append));
        settings.write("max_connections = lots\n");
        settings.close();
        const auto error = refusalOf(place.options());
        COMPARE_REFUSAL(error, ClusterErrorCode::StartFailed, u"max_connections"_s);
    }

    void diskTooSmallForANewCluster()
    {
        const ClusterPlace place;
        MOUNT_OR_SKIP(disk, place.root() + u"/disk"_s, u"size=64m"_s);
        ClusterOptions options = place.options();
        options.folder = place.root() + u"/disk/postgres"_s;
        const auto error = refusalOf(options);
        COMPARE_REFUSAL(error, ClusterErrorCode::DiskFull, u"PostgreSQL needs 200 MiB"_s);
    }

    void diskThatFillsDuringInitialisation()
    {
        const ClusterPlace place;
        // Room enough in bytes, but not for the files: the check before sees nothing, initdb does.
        MOUNT_OR_SKIP(disk, place.root() + u"/disk"_s, u"size=1g,nr_inodes=200"_s);
        ClusterOptions options = place.options();
        options.folder = place.root() + u"/disk/postgres"_s;
        const auto error = refusalOf(options);
        COMPARE_REFUSAL(error, ClusterErrorCode::DiskFull, u"No space left on device"_s);
        QVERIFY(QDir(options.folder).entryList({u"initializing-*"_s}).isEmpty());
    }

    void diskThatFilledSinceTheLastStart()
    {
        const ClusterPlace place;
        MOUNT_OR_SKIP(disk, place.root() + u"/disk"_s, u"size=256m"_s);
        ClusterOptions options = place.options();
        options.folder = place.root() + u"/disk/postgres"_s;
        QVERIFY(PrivateCluster(options).start());
        {
            QFile filler(place.root() + u"/disk/filler"_s);
            QVERIFY(filler.open(QIODevice::WriteOnly | QIODevice::Unbuffered));
            const QByteArray block(1024 * 1024, 'x');
            while (filler.write(block) == block.size()) { }
        }
        const auto full = refusalOf(options);
        COMPARE_REFUSAL(full, ClusterErrorCode::DiskFull, u"is full"_s);

        QVERIFY(QFile::remove(place.root() + u"/disk/filler"_s));
        QVERIFY(PrivateCluster(options).start());
    }
};

QTEST_GUILESS_MAIN(TestClusterRefusals)
#include "test_cluster_refusals.moc"
