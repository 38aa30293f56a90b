// SPDX-License-Identifier: GPL-3.0-only
#include "app/logging/log_record.h"

#include "app/logging/log_redaction.h"

#include <QDateTime>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

namespace holdfast {

using namespace Qt::StringLiterals;

namespace {

struct CleanMessage
{
    QString requestId;
    QString text;
};

CleanMessage cleaned(const QString &message)
{
    static const QRegularExpression aboutRequest(u"\\A\\[request ([A-Za-z0-9._-]{1,64})\\] "_s);
    const auto match = aboutRequest.match(message);
    return {match.captured(1), withoutControlCharacters(redactSecrets(message.mid(match.capturedLength())))};
}

QString levelName(QtMsgType type)
{
    switch (type) {
    case QtDebugMsg:
        return u"debug"_s;
    case QtInfoMsg:
        return u"info"_s;
    case QtWarningMsg:
        return u"warning"_s;
    case QtCriticalMsg:
        return u"error"_s;
    case QtFatalMsg:
        return u"fatal"_s;
    }
    return u"info"_s;
}

QString timestamp(const LogRecord &record)
{
    return QDateTime::fromMSecsSinceEpoch(record.millisecondsSinceEpoch, Qt::UTC).toString(Qt::ISODateWithMs);
}

} // namespace

QByteArray textLine(const LogRecord &record)
{
    const CleanMessage message = cleaned(record.message);
    QString line = timestamp(record) + u' ' + levelName(record.type).leftJustified(8);
    if (record.category != "default")
        line += QString::fromUtf8(record.category) + u": "_s;
    if (!message.requestId.isEmpty())
        line += u'[' + message.requestId + u"] "_s;
    line += message.text + u'\n';
    return line.toUtf8();
}

QByteArray jsonLine(const LogRecord &record)
{
    const CleanMessage message = cleaned(record.message);
    QJsonObject line{{u"ts"_s, timestamp(record)},
                     {u"level"_s, levelName(record.type)},
                     {u"category"_s, QString::fromUtf8(record.category)},
                     {u"message"_s, message.text}};
    if (!message.requestId.isEmpty())
        line[u"request_id"_s] = message.requestId;
    return QJsonDocument(line).toJson(QJsonDocument::Compact) + '\n';
}

} // namespace holdfast
