// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include <QLatin1String>
#include <QString>

#include <span>

namespace holdfast {

/// A keyword of libpq that settings may pass on, and the environment's variable that sets it; none where
/// libpq has none.
struct ConnectionKeyword
{
    QLatin1StringView name;
    QLatin1StringView variable;
};

std::span<const ConnectionKeyword> connectionKeywords();
bool isConnectionKeyword(QStringView name);

} // namespace holdfast
