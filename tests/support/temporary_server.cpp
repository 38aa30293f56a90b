// SPDX-License-Identifier: GPL-3.0-only
#include "tests/support/temporary_server.h"

#include <chrono>

namespace holdfast::test {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto startMax = 90s;
constexpr auto stopMax = 30s;

int milliseconds(std::chrono::milliseconds duration)
{
    return static_cast<int>(duration.count());
}

} // namespace

TemporaryServer::TemporaryServer()
{
    auto environment = QProcessEnvironment::systemEnvironment();
    environment.remove(u"HOLDFAST_TEST_DATABASE_URL"_s);
    m_process.setProcessEnvironment(environment);
    m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    m_process.start(QStringLiteral(HOLDFAST_TEST_SUPPORT "/with-postgres"),
                    {u"sh"_s, u"-c"_s, u"echo \"$HOLDFAST_TEST_DATABASE_URL\"; exec cat >/dev/null"_s});
    while (!m_process.canReadLine() && m_process.waitForReadyRead(milliseconds(startMax))) { }
    m_url = QString::fromUtf8(m_process.readLine()).trimmed();
    if (m_url.isEmpty())
        qFatal("No temporary PostgreSQL: %s", qPrintable(m_process.errorString()));
}

TemporaryServer::~TemporaryServer()
{
    m_process.closeWriteChannel();
    m_process.waitForFinished(milliseconds(stopMax));
}

const QString &sharedServerUrl()
{
    static const QString named = qEnvironmentVariable("HOLDFAST_TEST_DATABASE_URL");
    if (!named.isEmpty())
        return named;
    static const TemporaryServer server;
    return server.url();
}

} // namespace holdfast::test
