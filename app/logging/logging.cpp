// SPDX-License-Identifier: GPL-3.0-only
#include "app/logging/logging.h"

#include <QDateTime>
#include <QLoggingCategory>

namespace holdfast {

using namespace Qt::StringLiterals;

namespace {

/// Qt takes a plain function as handler, so where it finds the writer has to be
/// process-wide.
std::atomic<LogWriter *> activeWriter = nullptr;
std::atomic<LogLevel> activeLevel = LogLevel::Info;

LogLevel levelOf(QtMsgType type)
{
    switch (type) {
    case QtDebugMsg:
        return LogLevel::Debug;
    case QtInfoMsg:
        return LogLevel::Info;
    case QtWarningMsg:
        return LogLevel::Warning;
    case QtCriticalMsg:
    case QtFatalMsg:
        break;
    }
    return LogLevel::Error;
}

void handleMessage(QtMsgType type, const QMessageLogContext &context, const QString &message)
{
    LogWriter *writer = activeWriter;
    if (!writer || levelOf(type) < activeLevel.load())
        return;
    writer->post({type, context.category, message, QDateTime::currentMSecsSinceEpoch()});
    // Qt aborts the process when we return
    if (type == QtFatalMsg)
        writer->flush();
}

QString filterRules(LogLevel level)
{
    return level == LogLevel::Debug ? u"*.debug=false\nholdfast.*.debug=true"_s : u"*.debug=false"_s;
}

} // namespace

Logging::Logging(const LogOptions &options)
    : m_writer(options)
{
    Q_ASSERT(!activeWriter);
    QLoggingCategory::setFilterRules(filterRules(options.level));
    activeLevel = options.level;
    activeWriter = &m_writer;
    qInstallMessageHandler(handleMessage);
}

Logging::~Logging()
{
    qInstallMessageHandler(nullptr);
    activeWriter = nullptr;
}

} // namespace holdfast
