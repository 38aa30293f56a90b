// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "http/edge/fault.h"

#include <QByteArray>

#include <optional>

namespace holdfast::http {

/// Accepts only the origin form (a path that starts with one slash, perhaps a query) of visible ASCII, and in
/// the path neither empty nor dot segments nor an encoded slash, backslash or dot, so that a path has one
/// reading; nowhere encoded controls, and what is decoded is UTF-8.
std::optional<Fault> checkTarget(QByteArrayView target);

enum class PlusSign { IsPlus, IsSpace };

/// Decodes %XX (checkTarget has seen it) and, in queries, plus signs.
QByteArray percentDecoded(QByteArrayView encoded, PlusSign plusSign);

} // namespace holdfast::http
