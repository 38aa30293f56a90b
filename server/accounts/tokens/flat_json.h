// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include <QByteArray>
#include <QHash>
#include <QString>

#include <optional>
#include <variant>

namespace holdfast {

/// The members of a JSON object that holds only texts and numbers.
using FlatJson = QHash<QString, std::variant<QString, double>>;

/// Reads such an object strictly: nothing for a member that stands there twice (two readers would believe
/// different ones), for any other value (objects, arrays, true, null), for white space or anything behind the
/// closing brace, and for text that is not UTF-8.
std::optional<FlatJson> readFlatJson(QByteArrayView text);

} // namespace holdfast
