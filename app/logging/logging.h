// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "app/logging/log_writer.h"

namespace holdfast {

/// Routes everything the process says through Qt (qInfo, qCWarning, Qt's own
/// warnings) to one writer. At most one at a time; make it first in main() and
/// destroy it last, when no other thread logs any more. Categories of our own
/// are called holdfast.http, holdfast.stock and so on; the level is theirs,
/// Qt's own debug chatter stays off unless QT_LOGGING_RULES asks for it.
class Logging final
{
public:
    explicit Logging(const LogOptions &options);
    /// Writes what is waiting and gives Qt its own handler back.
    ~Logging();
    Logging(const Logging &) = delete;
    Logging &operator=(const Logging &) = delete;

    /// For the status line and for flushing before an end without destructors.
    LogWriter &writer() { return m_writer; }

private:
    LogWriter m_writer;
};

} // namespace holdfast
