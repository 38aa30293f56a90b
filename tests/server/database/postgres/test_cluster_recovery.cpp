// SPDX-License-Identifier: GPL-3.0-only
// Kills, leftovers and orphans: what a private cluster comes back from.
#include "cluster_fixture.h"

#include "database/postgres/postmaster_file.h"
#include "database/postgres/server_settings.h"
#include "database/postgres/socket_folder.h"

#include <QDir>
#include <QTest>

#include <csignal>
#include <sys/stat.h>

using namespace holdfast;
using namespace holdfast::testing;
using namespace Qt::StringLiterals;

class TestClusterRecovery : public QObject
{
    Q_OBJECT

private slots:
    void adoptsTheServerOfAKilledConsole()
    {
        const ClusterPlace place;
        Holder holder(place.folder());
        QVERIFY2(holder.isReady(), holder.firstLine().constData());
        holder.kill();

        PrivateCluster cluster(place.options());
        const auto endpoint = cluster.start();
        QVERIFY2(endpoint, textOf(endpoint).constData());
        QVERIFY(cluster.isAdopted());
        QCOMPARE(cluster.serverProcessId(), holder.serverProcessId());
        QCOMPARE(query(*endpoint, u"SELECT 1"_s), u"1"_s);

        cluster.stop();
        QVERIFY(!ServerProcess::find(pid_t(holder.serverProcessId())));
        QVERIFY(!QFileInfo::exists(endpoint->socketDirectory));
    }

    void watchesAnAdoptedServerToo()
    {
        const ClusterPlace place;
        Holder holder(place.folder());
        QVERIFY2(holder.isReady(), holder.firstLine().constData());
        holder.kill();

        PrivateCluster cluster(place.options());
        const Heard restarted(&cluster, &PrivateCluster::restarted);
        QVERIFY(cluster.start());
        ::kill(pid_t(holder.serverProcessId()), SIGKILL);
        QTRY_COMPARE_WITH_TIMEOUT(restarted.count(), 1, patienceMilliseconds);
    }

    void startsAnewWhenTheAdoptedSocketIsGone()
    {
        const ClusterPlace place;
        Holder holder(place.folder());
        QVERIFY2(holder.isReady(), holder.firstLine().constData());
        holder.kill();
        const auto file = PostmasterFile::read(place.layout().dataPath());
        QVERIFY(file);
        QVERIFY(QDir(file->socketFolder).removeRecursively()); // as a log-out does with the runtime folder

        PrivateCluster cluster(place.options());
        const auto endpoint = cluster.start();
        QVERIFY2(endpoint, textOf(endpoint).constData());
        QVERIFY(!cluster.isAdopted());
        QVERIFY(!ServerProcess::find(pid_t(holder.serverProcessId())));
        QCOMPARE(query(*endpoint, u"SELECT 1"_s), u"1"_s);
    }

    void restartsAKilledServer()
    {
        const ClusterPlace place;
        PrivateCluster cluster(place.options());
        const Heard died(&cluster, &PrivateCluster::died);
        const Heard restarted(&cluster, &PrivateCluster::restarted);
        const auto endpoint = cluster.start();
        QVERIFY2(endpoint, textOf(endpoint).constData());
        QCOMPARE(query(*endpoint, u"CREATE TABLE kept AS SELECT 42 AS answer"_s), QString());

        for (int round = 1; round <= 3; ++round) {
            ::kill(pid_t(cluster.serverProcessId()), SIGKILL);
            QTRY_COMPARE_WITH_TIMEOUT(restarted.count(), round, patienceMilliseconds);
            QCOMPARE(died.count(), round);
            QCOMPARE(std::get<0>(restarted.last()), *endpoint);
            QCOMPARE(query(*endpoint, u"SELECT answer FROM kept"_s), u"42"_s);
        }
        QCOMPARE(cluster.status(), ClusterStatus::Running);
    }

    void endsOrphansThatDoNotNotice()
    {
        const ClusterPlace place;
        PrivateCluster cluster(place.options());
        const Heard restarted(&cluster, &PrivateCluster::restarted);
        const auto endpoint = cluster.start();
        QVERIFY2(endpoint, textOf(endpoint).constData());

        // A backend that never waits never sees that its postmaster died, and holds the shared memory.
        std::jthread busy([&endpoint] {
            query(
                *endpoint,
                u"DO $$ BEGIN LOOP EXIT WHEN clock_timestamp() > now() + interval '2 minutes'; END LOOP; END $$"_s);
        });
        const QString busyBackends =
            u"SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE 'DO %'"_s;
        QTRY_COMPARE_WITH_TIMEOUT(query(*endpoint, busyBackends), u"1"_s, patienceMilliseconds);
        ::kill(pid_t(cluster.serverProcessId()), SIGKILL);
        QTRY_COMPARE_WITH_TIMEOUT(restarted.count(), 1, patienceMilliseconds);
        busy.join();
        QCOMPARE(query(*endpoint, busyBackends), u"0"_s);
    }

    void givesUpWhenTheDataIsGone()
    {
        const ClusterPlace place;
        ClusterOptions options = place.options();
        options.restartsInARowMax = 4;
        PrivateCluster cluster(options);
        const Heard gaveUp(&cluster, &PrivateCluster::gaveUp);
        QVERIFY(cluster.start());
        const auto server = ServerProcess::find(pid_t(cluster.serverProcessId()));
        QVERIFY(server);
        server->signal(SIGKILL);
        QVERIFY(server->waitForEnd(std::chrono::milliseconds(patienceMilliseconds)));
        QVERIFY(QFile::remove(place.layout().dataPath() + u"/global/pg_control"_s));
        QTRY_COMPARE_WITH_TIMEOUT(gaveUp.count(), 1, patienceMilliseconds);
        const auto error = std::get<0>(gaveUp.last());
        QCOMPARE(error.code, ClusterErrorCode::StartFailed);
        QVERIFY2(error.message.contains("could not"_L1), qPrintable(error.message));
        QCOMPARE(cluster.status(), ClusterStatus::GaveUp);
    }

    void startsOverAfterAnInterruptedInitialisation()
    {
        const ClusterPlace place;
        QVERIFY(QDir().mkpath(place.folder()));
        ::chmod(QFile::encodeName(place.root() + u"/data-dir"_s).constData(), 0711);
        const auto account = ClusterAccount::choose({});
        QVERIFY(account);
        QVERIFY(place.layout().prepare(*account));
        const QString half = place.folder() + u"/initializing-1/base"_s;
        QVERIFY(QDir().mkpath(half));
        QVERIFY(writeFile(half + u"/1"_s, "half"));
        QVERIFY(writeFile(place.layout().passwordPath(), "old"));

        PrivateCluster cluster(place.options());
        const auto endpoint = cluster.start();
        QVERIFY2(endpoint, textOf(endpoint).constData());
        QVERIFY(!QFileInfo::exists(place.folder() + u"/initializing-1"_s));
        QVERIFY(endpoint->password != u"old"_s);
        QCOMPARE(query(*endpoint, u"SELECT 1"_s), u"1"_s);
    }

    void survivesAKillAtAnyMomentOfTheFirstStart()
    {
        const ClusterPlace place;
        for (const int delayMilliseconds : {20, 120, 300, 500, 700}) {
            QProcess first;
            first.start(QStringLiteral(CLUSTER_HOLDER), {place.folder()});
            QVERIFY(first.waitForStarted());
            QTest::qWait(delayMilliseconds);
            first.kill();
            QVERIFY(first.waitForFinished());
        }
        PrivateCluster cluster(place.options());
        const auto endpoint = cluster.start();
        QVERIFY2(endpoint, textOf(endpoint).constData());
        QCOMPARE(query(*endpoint, u"SELECT 1"_s), u"1"_s);
        QVERIFY(QDir(place.folder()).entryList({u"initializing-*"_s}).isEmpty());
    }

    void isNotFooledByAnotherProcessWithTheOldId()
    {
        const ClusterPlace place;
        const QString path = PostmasterFile::pathIn(place.layout().dataPath());
        QByteArray content;
        {
            PrivateCluster cluster(place.options());
            QVERIFY(cluster.start());
            content = readFile(path);
        }
        const auto account = ClusterAccount::choose({});
        QVERIFY(account);
        const auto stranger =
            ServerProcess::launch(u"/usr/bin/sleep"_s, {u"300"_s}, place.layout().logPath(), *account);
        QVERIFY(stranger);
        content.replace(0, content.indexOf('\n'), QByteArray::number(stranger->pid()));
        QVERIFY(writeFile(path, content));

        PrivateCluster cluster(place.options());
        const auto endpoint = cluster.start();
        QVERIFY(stranger->isAlive());
        stranger->signal(SIGKILL);
        QVERIFY(stranger->waitForEnd(std::chrono::milliseconds(patienceMilliseconds)));
        QVERIFY2(endpoint, textOf(endpoint).constData());
        QVERIFY(!cluster.isAdopted());
    }

    void isNotFooledByWhatNobodyReaped()
    {
        const ClusterPlace place;
        const QString path = PostmasterFile::pathIn(place.layout().dataPath());
        QByteArray content;
        {
            PrivateCluster cluster(place.options());
            QVERIFY(cluster.start());
            content = readFile(path);
        }
        const auto account = ClusterAccount::choose({});
        QVERIFY(account);
        // Ours to reap, and we do not, as an init process that is none.
        const auto ended = ServerProcess::launch(u"/bin/true"_s, {}, place.layout().logPath(), *account);
        QVERIFY(ended);
        QTRY_VERIFY_WITH_TIMEOUT(!ServerProcess::find(ended->pid()), patienceMilliseconds);
        QVERIFY(ServerProcess::isIdTaken(ended->pid()));
        content.replace(0, content.indexOf('\n'), QByteArray::number(ended->pid()));
        QVERIFY(writeFile(path, content));
        const auto socketFolder = makeSocketFolder({}, place.layout().shortHash(), *account);
        QVERIFY(socketFolder);
        QVERIFY(writeFile(*socketFolder + u"/.s.PGSQL.5432.lock"_s, content));

        PrivateCluster cluster(place.options());
        const auto endpoint = cluster.start();
        QVERIFY(!ended->isAlive());
        QVERIFY2(endpoint, textOf(endpoint).constData());
    }

    void interruptEndsAStartUnderWay()
    {
        const ClusterPlace place;
        PrivateCluster cluster(place.options());
        cluster.interrupt();
        const auto endpoint = cluster.start();
        QVERIFY(!endpoint);
        QCOMPARE(endpoint.error().code, ClusterErrorCode::Interrupted);
        QVERIFY(QDir(place.folder()).entryList({u"initializing-*"_s, u"data"_s}).isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestClusterRecovery)
#include "test_cluster_recovery.moc"
