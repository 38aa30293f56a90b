// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include <span>

namespace holdfast::http {

/// What a route says to somebody. The matrix in tests/server/http/endpoints holds every route to its line.
enum class Answer : char {
    /// Any answer of the endpoint itself, good or bad, that is not about rights.
    Served = 'y',
    /// 401 AUTH_REQUIRED.
    SignIn = 's',
    /// 401 TOKEN_INVALID.
    Invalid = 'i',
    /// 403 FORBIDDEN.
    Forbidden = 'f',
    /// 404: as if it were not there.
    Hidden = 'h',
};

/// Who gets which answer from a route. For a route that names nobody's thing, `own` and `others` are the
/// same.
struct AccessLine
{
    /// TableRow::name.
    const char *route;
    Answer nobody;
    /// With a forged token.
    Answer forged;
    /// A customer, about its own things.
    Answer own;
    /// A customer, about another customer's things.
    Answer others;
    Answer service;
    Answer admin;
};

/// One line a route. It says who may do what a second time, on purpose: whoever changes the one has to
/// change the other, too.
std::span<const AccessLine> accessTable();

} // namespace holdfast::http
