// SPDX-License-Identifier: GPL-3.0-only
#include "http/status.h"

namespace holdfast::http {

// A switch without default: a code that is added without a status does not compile.
int httpStatus(ErrorCode code)
{
    switch (code) {
    case ErrorCode::MalformedRequest:
    case ErrorCode::CartEmpty:
    case ErrorCode::InvalidXUserId:
        return 400;
    case ErrorCode::AuthRequired:
    case ErrorCode::InvalidCredentials:
    case ErrorCode::TokenInvalid:
    case ErrorCode::TokenExpired:
        return 401;
    case ErrorCode::Forbidden:
        return 403;
    case ErrorCode::NotFound:
    case ErrorCode::ProductNotFound:
    case ErrorCode::DropNotFound:
    case ErrorCode::SaleNotFound:
    case ErrorCode::ReservationNotFound:
    case ErrorCode::OrderNotFound:
    case ErrorCode::UserNotFound:
    case ErrorCode::NoActiveSale:
        return 404;
    case ErrorCode::MethodNotAllowed:
        return 405;
    case ErrorCode::OutOfStock:
    case ErrorCode::DropNotActive:
    case ErrorCode::SalePaused:
    case ErrorCode::AlreadyReserved:
    case ErrorCode::LimitReached:
    case ErrorCode::ReservationRequired:
    case ErrorCode::ReservationExpired:
    case ErrorCode::ReservationNotActive:
    case ErrorCode::AlreadyPurchased:
    case ErrorCode::PriceChanged:
    case ErrorCode::StockInUse:
    case ErrorCode::EmailTaken:
    case ErrorCode::UsernameTaken:
    case ErrorCode::RequestInProgress:
    case ErrorCode::Conflict:
        return 409;
    case ErrorCode::VersionConflict:
        return 412;
    case ErrorCode::BodyTooLarge:
        return 413;
    case ErrorCode::UnsupportedMediaType:
        return 415;
    case ErrorCode::ValidationError:
    case ErrorCode::AmountMismatch:
    case ErrorCode::IdempotencyKeyReused:
        return 422;
    case ErrorCode::RateLimited:
        return 429;
    case ErrorCode::DbUnavailable:
    case ErrorCode::Overloaded:
        return 503;
    case ErrorCode::InternalError:
        return 500;
    }
    Q_UNREACHABLE();
}

} // namespace holdfast::http
