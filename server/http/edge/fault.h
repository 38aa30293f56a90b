// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "domain/refusal.h"

namespace holdfast::http {

/// Why the edge itself turns a request away. The connection closes after the answer.
struct Fault
{
    int status = 400;
    ErrorCode code = ErrorCode::MalformedRequest;
    /// For people; a literal.
    const char *message = "The request cannot be read";
};

} // namespace holdfast::http
