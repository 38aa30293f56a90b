// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include <QProcessEnvironment>
#include <QString>

#include <optional>

namespace holdfast {

/// Why no window can be shown, as a sentence; nothing when one can. Qt ends the process when it cannot reach
/// the display, so it is asked before: X11 and Wayland sockets are really connected to, for two seconds at
/// most. A QT_QPA_PLATFORM that needs neither (offscreen, vnc) counts as a display.
std::optional<QString> missingDisplay(const QProcessEnvironment &environment);

} // namespace holdfast
