// SPDX-License-Identifier: GPL-3.0-only
#include "http/edge/log.h"

namespace holdfast::http {

Q_LOGGING_CATEGORY(httpLog, "holdfast.http")

} // namespace holdfast::http
