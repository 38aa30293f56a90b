// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include <QByteArray>
#include <QString>
#include <QtGlobal>

namespace holdfast {

/// One message as the thread that logged it handed it over; everything costly
/// happens later, on the writer's thread.
struct LogRecord
{
    /// Longer messages are cut when they are taken.
    static constexpr qsizetype messageCharactersMax = 4096;

    QtMsgType type = QtInfoMsg;
    QByteArray category;
    QString message;
    qint64 millisecondsSinceEpoch = 0;
};

/// Makes a line of it, with its line feed: secrets and control characters out
/// (log_redaction.h). A message that begins with "[request ID] " is about that
/// request; the id becomes a field of its own.
QByteArray textLine(const LogRecord &record);
/// {"ts", "level", "category", "request_id", "message"}; request_id only where
/// there is one.
QByteArray jsonLine(const LogRecord &record);

} // namespace holdfast
