// SPDX-License-Identifier: GPL-3.0-only
#include "tests/server/http/server_under_test.h"

#include <QDir>
#include <QFile>

#include <sys/resource.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace {

QString programOf(ServerUnderTest::Kind kind)
{
    return kind == ServerUnderTest::Kind::Ours ? QStringLiteral(HTTP_OUR_SERVER)
                                               : QStringLiteral(HTTP_STOCK_SERVER);
}

QByteArray procFile(qint64 processId, const char *name)
{
    QFile file(u"/proc/%1/%2"_s.arg(processId).arg(QLatin1StringView(name)));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

ServerUnderTest::ServerUnderTest(Kind kind, const QStringList &arguments, int descriptorsMax)
    : m_kind(kind)
{
    // The stock server complains a lot, and each line of it is expected.
    if (kind == Kind::Stock)
        m_process.setStandardErrorFile(QProcess::nullDevice());
    else
        m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    if (descriptorsMax > 0) {
        m_process.setChildProcessModifier([descriptorsMax] {
            const auto limit = static_cast<rlim_t>(descriptorsMax);
            const rlimit descriptors{limit, limit};
            ::setrlimit(RLIMIT_NOFILE, &descriptors);
        });
    }
    // A finding of a sanitizer must end the server, or no test would see it.
    auto environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"ASAN_OPTIONS"_s, u"quarantine_size_mb=4:detect_leaks=0"_s);
    environment.insert(u"TSAN_OPTIONS"_s, environment.value(u"TSAN_OPTIONS"_s) + u" halt_on_error=1"_s);
    m_process.setProcessEnvironment(environment);
    m_process.start(programOf(kind), arguments);
    while (!m_process.canReadLine() && m_process.waitForReadyRead()) { }
    m_port = m_process.readLine().trimmed().toUShort();
    if (m_port == 0)
        qFatal("%s did not start", qPrintable(m_process.program()));
}

ServerUnderTest::~ServerUnderTest()
{
    m_process.kill();
    m_process.waitForFinished();
}

bool ServerUnderTest::isAlive()
{
    m_process.waitForFinished(0);
    return m_process.state() == QProcess::Running;
}

qint64 ServerUnderTest::residentKiB() const
{
    for (const QByteArray &line : procFile(m_process.processId(), "status").split('\n')) {
        if (line.startsWith("VmRSS:"))
            return line.sliced(6).trimmed().split(' ').first().toLongLong();
    }
    return 0;
}

int ServerUnderTest::openDescriptors() const
{
    const QDir descriptors(u"/proc/%1/fd"_s.arg(m_process.processId()));
    return static_cast<int>(
        descriptors.entryList(QDir::AllEntries | QDir::System | QDir::NoDotAndDotDot).size());
}

std::chrono::milliseconds ServerUnderTest::processorTimeWanted() const
{
    qint64 nanoseconds = 0;
    const QDir tasks(u"/proc/%1/task"_s.arg(m_process.processId()));
    for (const QString &task : tasks.entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        const QByteArray name = "task/" + task.toLatin1() + "/schedstat";
        const auto fields = procFile(m_process.processId(), name.constData()).split(' ');
        nanoseconds += fields.value(0).toLongLong() + fields.value(1).toLongLong();
    }
    return std::chrono::milliseconds(nanoseconds / 1'000'000);
}

int ServerUnderTest::exitCodeWithin(std::chrono::milliseconds wait)
{
    const bool isOver = m_process.state() == QProcess::NotRunning
        || m_process.waitForFinished(static_cast<int>(wait.count()));
    return isOver && m_process.exitStatus() == QProcess::NormalExit ? m_process.exitCode() : -1;
}
