// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "domain/refusal.h"

namespace holdfast::http {

/// The HTTP status of an error code: the one table.
int httpStatus(ErrorCode code);

} // namespace holdfast::http
