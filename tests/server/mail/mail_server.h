// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "mail/smtp_settings.h"

#include <QJsonObject>
#include <QProcess>
#include <QStringList>

#include <chrono>
#include <vector>

namespace holdfast::test {

/// A real mail server while this lives: tests/support/mail_server.py, which names its options and what
/// goes wrong with which recipient. One thread.
class MailServer final
{
public:
    /// Blocks until it listens; a failure ends the test.
    explicit MailServer(const QStringList &options = {});
    /// Ends it.
    ~MailServer();
    Q_DISABLE_COPY_MOVE(MailServer)

    quint16 port() const { return m_port; }
    /// smtp://127.0.0.1:port with these parameters, and a sender.
    SmtpSettings settings(const QString &parameters = {}, const QString &login = {}) const;

    /// Lets it answer about the mail it holds.
    void goOn() { m_process.write("\n"); }
    /// The next event; empty when none comes in time.
    QJsonObject nextEvent(std::chrono::milliseconds patience = std::chrono::seconds(30));
    /// The next mail it takes, passing over other events; empty when none comes in time.
    QJsonObject nextMail(std::chrono::milliseconds patience = std::chrono::seconds(30));
    /// What it took until now.
    std::vector<QJsonObject> mails();

private:
    QProcess m_process;
    quint16 m_port = 0;
};

} // namespace holdfast::test
