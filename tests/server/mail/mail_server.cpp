// SPDX-License-Identifier: GPL-3.0-only
#include "tests/server/mail/mail_server.h"

#include <QDeadlineTimer>
#include <QJsonDocument>

namespace holdfast::test {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

MailServer::MailServer(const QStringList &options)
{
    m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    m_process.start(QStringLiteral(HOLDFAST_TEST_SUPPORT "/mail_server.py"), options);
    m_port = static_cast<quint16>(nextEvent(90s).value(u"port"_s).toInt());
    if (m_port == 0)
        qFatal("No mail server: %s", qPrintable(m_process.errorString()));
}

MailServer::~MailServer()
{
    m_process.kill();
    m_process.waitForFinished();
}

SmtpSettings MailServer::settings(const QString &parameters, const QString &login) const
{
    const QString user = login.isEmpty() ? QString() : QString(login + u'@');
    const QString url = u"smtp://"_s + user + u"127.0.0.1:"_s + QString::number(m_port);
    const auto settings = SmtpSettings::fromUrl(url + u"?from=shop@example.com"_s + parameters);
    if (!settings)
        qFatal("The test's own settings: %s", qPrintable(settings.error()));
    return *settings;
}

QJsonObject MailServer::nextEvent(std::chrono::milliseconds patience)
{
    QDeadlineTimer deadline(patience);
    while (!m_process.canReadLine()
           && m_process.waitForReadyRead(static_cast<int>(deadline.remainingTime()))) { }
    return QJsonDocument::fromJson(m_process.readLine()).object();
}

QJsonObject MailServer::nextMail(std::chrono::milliseconds patience)
{
    for (;;) {
        const auto event = nextEvent(patience);
        if (event.isEmpty() || event.contains(u"mail"_s))
            return event.value(u"mail"_s).toObject();
    }
}

std::vector<QJsonObject> MailServer::mails()
{
    std::vector<QJsonObject> mails;
    for (auto mail = nextMail(100ms); !mail.isEmpty(); mail = nextMail(100ms))
        mails.push_back(mail);
    return mails;
}

} // namespace holdfast::test
