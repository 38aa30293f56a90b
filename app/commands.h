// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "app/exit_code.h"
#include "app/settings.h"

namespace holdfast {

// The sub-commands. Each runs to its end and answers what the process exits with.

/// Serves until it is told to stop: with the console, or without where there is no display or --headless.
ExitCode serve(const Settings &settings, int &argc, char **argv);

/// Compares every product with its rows; also beside a running Holdfast. Failure when anything differs.
ExitCode audit(const Settings &settings, int &argc, char **argv);

/// Brings the schema up to date and ends.
ExitCode migrate(const Settings &settings, int &argc, char **argv);

/// Makes an admin whose password is asked for (see askForPassword); also beside a running Holdfast.
ExitCode createAdmin(const Settings &settings, const QString &email, int &argc, char **argv);

/// Tells on stderr why Holdfast does not start or go on.
void tell(const StartFault &fault);

} // namespace holdfast
