// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include <QLoggingCategory>

namespace holdfast::http {

Q_DECLARE_LOGGING_CATEGORY(httpLog)

} // namespace holdfast::http
