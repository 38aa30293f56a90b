// SPDX-License-Identifier: GPL-3.0-only
#pragma once

namespace holdfast {

/// What the process tells its caller; the numbers above 63 are those of sysexits.h.
enum class ExitCode : int {
    Success = 0,
    /// Anything without a code of its own; also "the audit found a difference".
    Failure = 1,
    /// A flag or sub-command that does not exist or does not fit.
    Usage = 2,
    DatabaseUnavailable = 69,
    CannotBind = 73,
    /// The environment or the configuration file holds something that cannot be used.
    BadConfiguration = 78,
};

constexpr int toInt(ExitCode code)
{
    return static_cast<int>(code);
}

} // namespace holdfast
