// SPDX-License-Identifier: GPL-3.0-only
#include "domain/refusal.h"

#include <array>

namespace holdfast {

namespace {

// In the order of the enumeration.
constexpr std::array<const char *, errorCodeCount> names{
    "MALFORMED_REQUEST",
    "CART_EMPTY",
    "INVALID_X_USER_ID",
    "AUTH_REQUIRED",
    "INVALID_CREDENTIALS",
    "TOKEN_INVALID",
    "TOKEN_EXPIRED",
    "FORBIDDEN",
    "NOT_FOUND",
    "PRODUCT_NOT_FOUND",
    "DROP_NOT_FOUND",
    "SALE_NOT_FOUND",
    "RESERVATION_NOT_FOUND",
    "ORDER_NOT_FOUND",
    "USER_NOT_FOUND",
    "NO_ACTIVE_SALE",
    "METHOD_NOT_ALLOWED",
    "OUT_OF_STOCK",
    "DROP_NOT_ACTIVE",
    "SALE_PAUSED",
    "ALREADY_RESERVED",
    "LIMIT_REACHED",
    "RESERVATION_REQUIRED",
    "RESERVATION_EXPIRED",
    "RESERVATION_NOT_ACTIVE",
    "ALREADY_PURCHASED",
    "PRICE_CHANGED",
    "STOCK_IN_USE",
    "EMAIL_TAKEN",
    "USERNAME_TAKEN",
    "REQUEST_IN_PROGRESS",
    "CONFLICT",
    "VERSION_CONFLICT",
    "BODY_TOO_LARGE",
    "UNSUPPORTED_MEDIA_TYPE",
    "VALIDATION_ERROR",
    "AMOUNT_MISMATCH",
    "IDEMPOTENCY_KEY_REUSED",
    "RATE_LIMITED",
    "DB_UNAVAILABLE",
    "OVERLOADED",
    "INTERNAL_ERROR",
};

} // namespace

QLatin1StringView errorName(ErrorCode code)
{
    return QLatin1StringView(names.at(static_cast<size_t>(code)));
}

} // namespace holdfast
