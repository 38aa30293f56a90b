// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "database/connection_settings.h"

#include <chrono>

namespace holdfast {

/// What QSqlDatabase has no field for, as libpq keywords for setConnectOptions(): ports (one a host), session
/// attributes, TLS, keepalives, time-outs. The error names a value that cannot be passed (see below).
///
/// The driver turns every ';' of these options into a blank, so no value may hold one; the password, user,
/// host and database travel in fields of their own and may.
std::expected<QString, QString> connectOptions(const ConnectionSettings &settings,
                                               std::chrono::seconds timeout);

/// All hosts in one text, as libpq takes them: first,second.
QString hostList(const ConnectionSettings &settings);

} // namespace holdfast
