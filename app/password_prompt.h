// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include <QString>

#include <optional>

namespace holdfast {

/// A password from whoever started the program: typed twice without echo on a terminal, else the first line
/// of standard input. Never from the command line, which everybody on the machine can read. Nothing when the
/// input ends early, is no UTF-8, or the two differ. Blocks.
std::optional<QString> askForPassword();

} // namespace holdfast
