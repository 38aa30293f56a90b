// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "http/endpoints/endpoint.h"

namespace holdfast::http::demo {

/// POST /demo/echo: says back what it was told, as an example of validation.
void echo(const Call &call, Reply reply);

} // namespace holdfast::http::demo
