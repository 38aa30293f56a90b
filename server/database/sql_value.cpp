// SPDX-License-Identifier: GPL-3.0-only
#include "database/sql_value.h"

#include <limits>

namespace holdfast {

// The driver hands out int4 as int, int8 as qlonglong, bool as bool, float8 as double, bytea as QByteArray
// and everything else as text; a column of another type than the caller thinks is refused rather than
// converted.

namespace {

bool isInteger(const QVariant &value)
{
    const int type = value.typeId();
    return type == QMetaType::Int || type == QMetaType::LongLong || type == QMetaType::ULongLong;
}

template <typename Id>
std::optional<Id> numberIdFrom(const QVariant &value)
{
    const auto number = fromSqlValue<qint64>(value);
    return number ? Id::from(*number) : std::nullopt;
}

template <typename Id>
std::optional<Id> uuidIdFrom(const QVariant &value)
{
    const auto uuid = fromSqlValue<QUuid>(value);
    return uuid ? Id::from(*uuid) : std::nullopt;
}

} // namespace

template <>
std::optional<bool> fromSqlValue(const QVariant &value)
{
    return value.typeId() == QMetaType::Bool ? std::optional(value.toBool()) : std::nullopt;
}

template <>
std::optional<qint64> fromSqlValue(const QVariant &value)
{
    return isInteger(value) ? std::optional(value.toLongLong()) : std::nullopt;
}

template <>
std::optional<int> fromSqlValue(const QVariant &value)
{
    const auto number = fromSqlValue<qint64>(value);
    if (!number || *number < std::numeric_limits<int>::min() || *number > std::numeric_limits<int>::max())
        return std::nullopt;
    return static_cast<int>(*number);
}

template <>
std::optional<double> fromSqlValue(const QVariant &value)
{
    return value.typeId() == QMetaType::Double ? std::optional(value.toDouble()) : std::nullopt;
}

template <>
std::optional<QString> fromSqlValue(const QVariant &value)
{
    return value.typeId() == QMetaType::QString ? std::optional(value.toString()) : std::nullopt;
}

template <>
std::optional<QByteArray> fromSqlValue(const QVariant &value)
{
    return value.typeId() == QMetaType::QByteArray ? std::optional(value.toByteArray()) : std::nullopt;
}

template <>
std::optional<QUuid> fromSqlValue(const QVariant &value)
{
    return value.typeId() == QMetaType::QString ? parseUuid(value.toString()) : std::nullopt;
}

template <>
std::optional<Instant> fromSqlValue(const QVariant &value)
{
    const auto microseconds = fromSqlValue<qint64>(value);
    return microseconds ? std::optional(instantFromMicroseconds(*microseconds)) : std::nullopt;
}

template <>
std::optional<Money> fromSqlValue(const QVariant &value)
{
    const auto minorUnits = fromSqlValue<qint64>(value);
    return minorUnits ? Money::fromMinorUnits(*minorUnits) : std::nullopt;
}

template <>
std::optional<ProductId> fromSqlValue(const QVariant &value)
{
    return numberIdFrom<ProductId>(value);
}

template <>
std::optional<SaleId> fromSqlValue(const QVariant &value)
{
    return numberIdFrom<SaleId>(value);
}

template <>
std::optional<UserId> fromSqlValue(const QVariant &value)
{
    return uuidIdFrom<UserId>(value);
}

template <>
std::optional<ReservationId> fromSqlValue(const QVariant &value)
{
    return uuidIdFrom<ReservationId>(value);
}

template <>
std::optional<OrderId> fromSqlValue(const QVariant &value)
{
    return uuidIdFrom<OrderId>(value);
}

} // namespace holdfast
