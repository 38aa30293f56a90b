// SPDX-License-Identifier: GPL-3.0-only
#include "cluster_fixture.h"

#include <QFile>

#include <sys/stat.h>
#include <unistd.h>

namespace holdfast::testing {

using namespace Qt::StringLiterals;

ClusterPlace::ClusterPlace()
{
    // QTemporaryDir is closed to others; the postgres user has to pass when root runs the tests.
    ::chmod(QFile::encodeName(root()).constData(), 0711);
}

ClusterOptions ClusterPlace::options() const
{
    ClusterOptions options;
    options.folder = folder();
    return options;
}

QString query(const ClusterEndpoint &endpoint, const QString &sql)
{
    const auto installed = findInstallations(InstallationSearch::ofThisMachine());
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"PGPASSWORD"_s, endpoint.password);
    QProcess psql;
    psql.setProcessEnvironment(environment);
    psql.setProcessChannelMode(QProcess::MergedChannels);
    psql.start(installed.at(0).program(u"psql"_s),
               {u"-XAtqw"_s, u"-h"_s, endpoint.socketDirectory, u"-p"_s, QString::number(endpoint.port),
                u"-U"_s, endpoint.user, u"-d"_s, endpoint.database, u"-v"_s, u"ON_ERROR_STOP=1"_s, u"-c"_s,
                sql});
    if (!psql.waitForFinished(patienceMilliseconds))
        return u"ERROR psql did not end"_s;
    const QString output = QString::fromUtf8(psql.readAll()).trimmed();
    return psql.exitCode() == 0 ? output : QString(u"ERROR "_s + output);
}

QByteArray textOf(const ClusterResult<ClusterEndpoint> &result)
{
    return result ? QByteArray("a running cluster") : result.error().text().toUtf8();
}

Holder::Holder(const QString &folder)
{
    m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    m_process.start(QStringLiteral(CLUSTER_HOLDER), {folder});
    while (!m_process.canReadLine() && m_process.waitForReadyRead(patienceMilliseconds)) { }
    m_firstLine = m_process.readLine().trimmed();
}

Holder::~Holder()
{
    kill();
}

void Holder::kill()
{
    m_process.kill();
    m_process.waitForFinished(patienceMilliseconds);
}

bool writeFile(const QString &path, const QByteArray &content)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(content) == content.size() && file.flush();
}

QByteArray readFile(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

bool isRoot()
{
    return geteuid() == 0;
}

} // namespace holdfast::testing
