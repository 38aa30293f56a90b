// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include <QJsonObject>
#include <QLatin1String>
#include <QString>

#include <optional>

namespace holdfast {

/// Every reason for which Holdfast says no; the API's stable error codes. http/status.h maps each to its
/// status.
enum class ErrorCode {
    MalformedRequest,
    CartEmpty,
    InvalidXUserId,
    AuthRequired,
    InvalidCredentials,
    TokenInvalid,
    TokenExpired,
    Forbidden,
    NotFound,
    ProductNotFound,
    DropNotFound,
    SaleNotFound,
    ReservationNotFound,
    OrderNotFound,
    UserNotFound,
    NoActiveSale,
    MethodNotAllowed,
    OutOfStock,
    DropNotActive,
    SalePaused,
    AlreadyReserved,
    LimitReached,
    ReservationRequired,
    ReservationExpired,
    ReservationNotActive,
    AlreadyPurchased,
    PriceChanged,
    StockInUse,
    EmailTaken,
    UsernameTaken,
    RequestInProgress,
    Conflict,
    VersionConflict,
    BodyTooLarge,
    UnsupportedMediaType,
    ValidationError,
    AmountMismatch,
    IdempotencyKeyReused,
    RateLimited,
    DbUnavailable,
    Overloaded,
    InternalError,
};

constexpr int errorCodeCount = static_cast<int>(ErrorCode::InternalError) + 1;

/// The code as clients read it: OUT_OF_STOCK.
QLatin1StringView errorName(ErrorCode code);
std::optional<ErrorCode> errorCodeFromName(QStringView name);

/// One plain sentence for people, for refusals that have nothing more particular to say.
QString defaultMessage(ErrorCode code);

/// A refusal is a value, not an exception: nothing happened, and this says why.
struct Refusal
{
    ErrorCode code = ErrorCode::InternalError;
    /// For people; never SQL, paths or secrets.
    QString message;
    /// For programs; may be empty. The keys of each code stand in the API contract.
    QJsonObject details;
    /// The kept answer to an earlier request with the same Idempotency-Key.
    bool isReplay = false;

    /// With the default message.
    static Refusal of(ErrorCode code, const QJsonObject &details = {})
    {
        return {code, defaultMessage(code), details};
    }
};

} // namespace holdfast
