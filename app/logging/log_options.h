// SPDX-License-Identifier: GPL-3.0-only
#pragma once

namespace holdfast {

/// Messages below it are not written.
enum class LogLevel { Debug, Info, Warning, Error };

/// Automatic: text on a terminal, JSON lines otherwise.
enum class LogFormat { Automatic, Text, Json };

struct LogOptions
{
    LogLevel level = LogLevel::Info;
    LogFormat format = LogFormat::Automatic;
    /// Where lines go; stays open, is not closed.
    int descriptor = 2;
};

} // namespace holdfast
