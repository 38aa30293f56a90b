// SPDX-License-Identifier: GPL-3.0-only
#include "http/endpoints/database_refusal.h"

#include "http/edge/log.h"

namespace holdfast::http {

namespace {

bool isPassing(SqlError::Kind kind)
{
    using enum SqlError::Kind;
    switch (kind) {
    case Unavailable:
    case ConnectionLost:
    case SerializationFailure:
    case Deadlock:
    case LockTimeout:
    case StatementTimeout:
    case DiskFull:
    case ReadOnly:
        return true;
    case UniqueViolation:
    case CheckViolation:
    case ForeignKeyViolation:
    case Other:
        return false;
    }
    Q_UNREACHABLE();
}

} // namespace

Refusal refusalFor(const SqlError &error)
{
    // The database layer has told of an outage, once; a line for each request would bury that.
    if (error.isOutage())
        return Refusal::of(ErrorCode::DbUnavailable);
    if (isPassing(error.kind)) {
        qCWarning(httpLog, "A request could not use the database: %s", qUtf8Printable(error.text));
        return Refusal::of(ErrorCode::DbUnavailable);
    }
    qCCritical(httpLog, "The database refused a request: %s", qUtf8Printable(error.text));
    return Refusal::of(ErrorCode::InternalError);
}

} // namespace holdfast::http
