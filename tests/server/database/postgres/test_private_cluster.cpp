// SPDX-License-Identifier: GPL-3.0-only
// What a private cluster is and does while all goes well.
#include "cluster_fixture.h"

#include "database/postgres/server_settings.h"
#include "database/postgres/socket_folder.h"

#include <QElapsedTimer>
#include <QTest>

#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace holdfast;
using namespace holdfast::testing;
using namespace Qt::StringLiterals;

namespace {

struct stat statusOf(const QString &path)
{
    struct stat status
    {
    };
    if (::stat(QFile::encodeName(path).constData(), &status) != 0)
        status = {};
    return status;
}

uid_t expectedOwner()
{
    return isRoot() ? getpwnam("postgres")->pw_uid : geteuid();
}

} // namespace

class TestPrivateCluster : public QObject
{
    Q_OBJECT

private slots:
    void takesConnectionsWithItsPasswordOnly()
    {
        const ClusterPlace place;
        PrivateCluster cluster(place.options());
        const auto endpoint = cluster.start();
        QVERIFY2(endpoint, textOf(endpoint).constData());
        QCOMPARE(query(*endpoint, u"SELECT current_user || '@' || current_database()"_s),
                 u"holdfast@holdfast"_s);
        QCOMPARE(cluster.status(), ClusterStatus::Running);

        ClusterEndpoint wrong = *endpoint;
        wrong.password = u"wrong"_s;
        const QString refused = query(wrong, u"SELECT 1"_s);
        QVERIFY2(refused.contains("password authentication failed"_L1), qPrintable(refused));
    }

    void holdsWhatThePromiseNeeds_data()
    {
        QTest::addColumn<QString>("setting");
        QTest::addColumn<QString>("value");
        QTest::newRow("no TCP") << u"listen_addresses"_s << QString();
        QTest::newRow("fsync") << u"fsync"_s << u"on"_s;
        QTest::newRow("full pages") << u"full_page_writes"_s << u"on"_s;
        QTest::newRow("commit waits for the disk") << u"synchronous_commit"_s << u"on"_s;
        QTest::newRow("page checksums") << u"data_checksums"_s << u"on"_s;
        QTest::newRow("encoding") << u"server_encoding"_s << u"UTF8"_s;
        QTest::newRow("time zone") << u"TimeZone"_s << u"UTC"_s;
        QTest::newRow("password hashes") << u"password_encryption"_s << u"scram-sha-256"_s;
        QTest::newRow("no log of parameters") << u"log_parameter_max_length"_s << u"0"_s;
    }

    void holdsWhatThePromiseNeeds()
    {
        QFETCH(const QString, setting);
        QFETCH(const QString, value);
        // One cluster for all rows, with an operator's attempt to make it faster at any price.
        static const ClusterPlace place;
        PrivateCluster cluster(place.options());
        const bool isNew = !place.layout().majorVersion();
        auto endpoint = cluster.start();
        QVERIFY2(endpoint, textOf(endpoint).constData());
        if (isNew)
            QCOMPARE(query(*endpoint, u"ALTER SYSTEM SET fsync = off"_s), QString());
        QCOMPARE(query(*endpoint, u"SHOW "_s + setting), value);
    }

    void usesTheLocaleThatSortsTheSameEverywhere()
    {
        const ClusterPlace place;
        PrivateCluster cluster(place.options());
        const auto endpoint = cluster.start();
        QVERIFY2(endpoint, textOf(endpoint).constData());
        QCOMPARE(query(*endpoint, u"SELECT datcollate FROM pg_database WHERE datname = 'holdfast'"_s),
                 u"C.UTF-8"_s);
    }

    void secondStartFindsTheData()
    {
        const ClusterPlace place;
        QString password;
        {
            PrivateCluster cluster(place.options());
            const auto endpoint = cluster.start();
            QVERIFY2(endpoint, textOf(endpoint).constData());
            password = endpoint->password;
            QCOMPARE(query(*endpoint, u"CREATE TABLE kept AS SELECT 42 AS answer"_s), QString());
        }
        QElapsedTimer timer;
        timer.start();
        PrivateCluster cluster(place.options());
        const auto endpoint = cluster.start();
        qInfo() << "second start took" << timer.elapsed() << "ms";
        QVERIFY2(endpoint, textOf(endpoint).constData());
        QVERIFY(!cluster.isAdopted());
        QCOMPARE(endpoint->password, password);
        QCOMPARE(query(*endpoint, u"SELECT answer FROM kept"_s), u"42"_s);
    }

    void belongsToItsAccountAlone()
    {
        const ClusterPlace place;
        PrivateCluster cluster(place.options());
        QElapsedTimer timer;
        timer.start();
        const auto endpoint = cluster.start();
        qInfo() << "first start took" << timer.elapsed() << "ms";
        QVERIFY2(endpoint, textOf(endpoint).constData());

        QCOMPARE(statusOf(u"/proc/%1"_s.arg(cluster.serverProcessId())).st_uid, expectedOwner());
        for (const QString &path : {place.folder(), place.layout().dataPath(), endpoint->socketDirectory}) {
            QCOMPARE(statusOf(path).st_mode & 0777, mode_t(0700));
            QCOMPARE(statusOf(path).st_uid, expectedOwner());
        }
        QCOMPARE(statusOf(place.layout().passwordPath()).st_mode & 0777, mode_t(0600));
        QVERIFY(socketPathFits(endpoint->socketDirectory));
        QVERIFY(endpoint->password.size() >= 40);
    }

    void aCtrlCOnTheTerminalIsNotForIt()
    {
        const ClusterPlace place;
        PrivateCluster cluster(place.options());
        const auto endpoint = cluster.start();
        QVERIFY2(endpoint, textOf(endpoint).constData());
        const auto server = pid_t(cluster.serverProcessId());
        QCOMPARE(getsid(server), server);
        QVERIFY(getpgid(server) != getpgid(0));
    }

    void stopLeavesNothingRunning()
    {
        const ClusterPlace place;
        PrivateCluster cluster(place.options());
        const Heard died(&cluster, &PrivateCluster::died);
        const auto endpoint = cluster.start();
        QVERIFY2(endpoint, textOf(endpoint).constData());
        const auto server = pid_t(cluster.serverProcessId());
        QVERIFY(!backendsOfCluster(clusterName(place.layout())).isEmpty());

        cluster.stop();
        QVERIFY(!ServerProcess::find(server));
        QVERIFY(backendsOfCluster(clusterName(place.layout())).isEmpty());
        QVERIFY(!QFileInfo::exists(endpoint->socketDirectory));
        QVERIFY(!QFileInfo::exists(place.layout().dataPath() + u"/postmaster.pid"_s));
        QCOMPARE(cluster.status(), ClusterStatus::Stopped);
        QCOMPARE(died.count(), 0);
    }

    void takesTheSocketFolderItIsGiven()
    {
        const ClusterPlace place;
        ClusterOptions options = place.options();
        options.socketFolder = place.root() + u"/so, ck"_s; // the setting is a comma-separated list
        PrivateCluster cluster(options);
        const auto endpoint = cluster.start();
        QVERIFY2(endpoint, textOf(endpoint).constData());
        QCOMPARE(endpoint->socketDirectory, options.socketFolder);
        QVERIFY(QFileInfo::exists(options.socketFolder + u"/.s.PGSQL.5432"_s));
    }
};

QTEST_GUILESS_MAIN(TestPrivateCluster)
#include "test_private_cluster.moc"
