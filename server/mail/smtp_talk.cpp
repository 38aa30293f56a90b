// SPDX-License-Identifier: GPL-3.0-only
#include "mail/smtp_talk.h"

#include <algorithm>

namespace holdfast {

namespace {

constexpr int accepted = 250;

} // namespace

void SmtpTalk::hearClient(QByteArrayView line)
{
    if (line.startsWith("MAIL "))
        enter(Stage::Sender);
    else if (line.startsWith("RCPT "))
        enter(Stage::Recipient);
    else if (line.startsWith("DATA"))
        enter(Stage::Content);
    else if (line.startsWith("QUIT"))
        m_isClosing = true;
}

void SmtpTalk::hearServer(QByteArrayView line)
{
    if (m_isClosing || line.size() < 3)
        return;
    m_replyCode = line.first(3).toInt();
    m_reply = oneLine(QString::fromUtf8(line));
    if (m_stage == Stage::HandedOver && m_replyCode == accepted)
        m_isAccepted = true;
}

void SmtpTalk::noteHandedOver()
{
    if (m_isHandedOver)
        return;
    m_isHandedOver = true;
    enter(Stage::HandedOver);
}

void SmtpTalk::enter(Stage stage)
{
    m_stage = stage;
    m_replyCode = 0;
    m_reply.clear();
}

QString oneLine(const QString &text, qsizetype length)
{
    QString line = text.left(length);
    std::ranges::replace_if(
        line, [](QChar c) { return !c.isPrint(); }, u' ');
    return line.simplified();
}

} // namespace holdfast
