// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "domain/ids.h"
#include "domain/instant.h"
#include "domain/money.h"
#include "domain/quantity.h"

#include <QJsonValue>

#include <expected>

namespace holdfast::http {

/// A value, or why the field does not hold one: "must be …", for people.
template <typename Value>
using Converted = std::expected<Value, QString>;

/// How a type is read from a field. Types without a specialisation cannot be fields.
template <typename Value>
struct FieldType;

Converted<qint64> integerFromJson(const QJsonValue &value, qint64 minimum, qint64 maximum);
Converted<qint64> integerFromText(QStringView text, qint64 minimum, qint64 maximum);
/// A JSON integer, or the same in a string.
Converted<qint64> numberIdFromJson(const QJsonValue &value);
Converted<QUuid> uuidFromText(QStringView text);
/// Length in characters as people count code points; no NUL, no half surrogate.
Converted<QString> textFromJson(const QJsonValue &value, int lengthMin, int lengthMax);

template <typename Tag>
struct FieldType<NumberId<Tag>>
{
    static Converted<NumberId<Tag>> fromJson(const QJsonValue &value)
    {
        const auto number = numberIdFromJson(value);
        if (!number)
            return std::unexpected(number.error());
        return *NumberId<Tag>::from(*number);
    }
};

template <typename Tag>
struct FieldType<UuidId<Tag>>
{
    static Converted<UuidId<Tag>> fromJson(const QJsonValue &value)
    {
        const auto uuid = uuidFromText(value.toString());
        if (!uuid)
            return std::unexpected(uuid.error());
        return *UuidId<Tag>::from(*uuid);
    }
};

template <>
struct FieldType<Quantity>
{
    static Converted<Quantity> fromJson(const QJsonValue &value);
};

template <>
struct FieldType<Money>
{
    static Converted<Money> fromJson(const QJsonValue &value);
};

template <>
struct FieldType<Instant>
{
    static Converted<Instant> fromJson(const QJsonValue &value);
};

template <>
struct FieldType<bool>
{
    static Converted<bool> fromJson(const QJsonValue &value);
};

} // namespace holdfast::http
