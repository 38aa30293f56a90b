// SPDX-License-Identifier: GPL-3.0-only
#include "domain/refusal.h"

#include <array>

namespace holdfast {

namespace {

struct Entry
{
    const char *name;
    const char *message;
};

// In the order of the enumeration.
constexpr std::array<Entry, errorCodeCount> entries{{
    {"MALFORMED_REQUEST", "The request cannot be read."},
    {"CART_EMPTY", "Cart is empty"},
    {"INVALID_X_USER_ID", "X-User-Id must be 1 to 128 printable characters."},
    {"AUTH_REQUIRED", "This needs a login."},
    {"INVALID_CREDENTIALS", "Email address or password is wrong."},
    {"TOKEN_INVALID", "The token is not valid."},
    {"TOKEN_EXPIRED", "The token has expired."},
    {"FORBIDDEN", "This is not allowed for you."},
    {"NOT_FOUND", "There is nothing here."},
    {"PRODUCT_NOT_FOUND", "There is no such product."},
    {"DROP_NOT_FOUND", "There is no such drop."},
    {"SALE_NOT_FOUND", "There is no such sale."},
    {"RESERVATION_NOT_FOUND", "There is no such reservation."},
    {"ORDER_NOT_FOUND", "There is no such order."},
    {"USER_NOT_FOUND", "There is no such user."},
    {"NO_ACTIVE_SALE", "No sale is live."},
    {"METHOD_NOT_ALLOWED", "This path does not take that method."},
    {"OUT_OF_STOCK", "Not enough is left."},
    {"DROP_NOT_ACTIVE", "The sale is not open."},
    {"SALE_PAUSED", "The sale is paused; checking out and cancelling go on."},
    {"ALREADY_RESERVED", "There is an active reservation for this product already."},
    {"LIMIT_REACHED", "This would pass the limit of units for each customer."},
    {"RESERVATION_REQUIRED", "There is no active reservation to check out."},
    {"RESERVATION_EXPIRED", "The reservation's time is over."},
    {"RESERVATION_NOT_ACTIVE", "The reservation has ended already."},
    {"ALREADY_PURCHASED", "The reservation has been bought already."},
    {"PRICE_CHANGED", "The price has changed."},
    {"STOCK_IN_USE", "Units of this product are held or sold."},
    {"EMAIL_TAKEN", "There is an account with this email address already."},
    {"USERNAME_TAKEN", "There is a user with this name already."},
    {"REQUEST_IN_PROGRESS", "The first request with this key is still running."},
    {"CONFLICT", "The current state does not allow this."},
    {"VERSION_CONFLICT", "Somebody has changed this meanwhile."},
    {"BODY_TOO_LARGE", "The body is too large."},
    {"UNSUPPORTED_MEDIA_TYPE", "The body must be application/json."},
    {"VALIDATION_ERROR", "Some fields are not valid."},
    {"AMOUNT_MISMATCH", "total_amount is not price times quantity."},
    {"IDEMPOTENCY_KEY_REUSED", "This key came with another request before."},
    {"RATE_LIMITED", "Too many requests; try again later."},
    {"DB_UNAVAILABLE", "The database is not available; try again shortly."},
    {"OVERLOADED", "Too many requests are waiting; try again shortly."},
    {"INTERNAL_ERROR", "Something went wrong on our side."},
}};

const Entry &entryOf(ErrorCode code)
{
    return entries.at(static_cast<size_t>(code));
}

} // namespace

QLatin1StringView errorName(ErrorCode code)
{
    return QLatin1StringView(entryOf(code).name);
}

std::optional<ErrorCode> errorCodeFromName(QStringView name)
{
    for (int index = 0; index < errorCodeCount; ++index) {
        const auto code = static_cast<ErrorCode>(index);
        if (name == errorName(code))
            return code;
    }
    return std::nullopt;
}

QString defaultMessage(ErrorCode code)
{
    return QString::fromLatin1(entryOf(code).message);
}

} // namespace holdfast
