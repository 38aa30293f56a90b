// SPDX-License-Identifier: GPL-3.0-only
#include "http/field_type.h"

#include "http/request.h"

#include <cmath>
#include <limits>

namespace holdfast::http {

using namespace Qt::StringLiterals;

namespace {

/// The value as a whole number; nothing for fractions and for what 64 bits cannot hold exactly.
std::optional<qint64> wholeNumber(const QJsonValue &value)
{
    if (!value.isDouble())
        return std::nullopt;
    constexpr qint64 notWhole = std::numeric_limits<qint64>::min();
    const qint64 number = value.toInteger(notWhole);
    return number == notWhole ? std::nullopt : std::optional(number);
}

qsizetype codePoints(QStringView text)
{
    qsizetype count = 0;
    for (const QChar unit : text)
        count += unit.isLowSurrogate() ? 0 : 1;
    return count;
}

Converted<qint64> inRange(std::optional<qint64> number, qint64 minimum, qint64 maximum)
{
    if (number && *number >= minimum && *number <= maximum)
        return *number;
    return std::unexpected(u"must be a whole number from %1 to %2"_s.arg(minimum).arg(maximum));
}

} // namespace

Converted<qint64> integerFromJson(const QJsonValue &value, qint64 minimum, qint64 maximum)
{
    return inRange(wholeNumber(value), minimum, maximum);
}

Converted<qint64> integerFromText(QStringView text, qint64 minimum, qint64 maximum)
{
    const bool isPlain = !text.isEmpty() && std::all_of(text.begin(), text.end(), [](QChar character) {
        return character >= u'0' && character <= u'9';
    });
    bool isNumber = false;
    const qint64 number = isPlain ? text.toLongLong(&isNumber) : 0;
    return inRange(isNumber ? std::optional(number) : std::nullopt, minimum, maximum);
}

Converted<qint64> numberIdFromJson(const QJsonValue &value)
{
    const auto number = value.isString() ? parseNumberId(value.toString().toUtf8()) : wholeNumber(value);
    if (number && *number > 0)
        return *number;
    return std::unexpected(u"must be a positive whole number"_s);
}

Converted<QUuid> uuidFromText(QStringView text)
{
    const auto uuid = parseUuid(text);
    if (uuid && !uuid->isNull())
        return *uuid;
    return std::unexpected(u"must be a UUID"_s);
}

Converted<QString> textFromJson(const QJsonValue &value, int lengthMin, int lengthMax)
{
    const QString text = value.toString();
    const qsizetype length = codePoints(text);
    if (!value.isString() || length < lengthMin || length > lengthMax)
        return std::unexpected(u"must be text of %1 to %2 characters"_s.arg(lengthMin).arg(lengthMax));
    // Neither can be stored: PostgreSQL's text is UTF-8 without NUL.
    if (text.contains(QChar(u'\0')) || !text.isValidUtf16())
        return std::unexpected(u"must not hold NUL or half a surrogate pair"_s);
    return text;
}

Converted<Quantity> FieldType<Quantity>::fromJson(const QJsonValue &value)
{
    const auto units = integerFromJson(value, 1, Quantity::maximum);
    if (!units)
        return std::unexpected(units.error());
    return *Quantity::from(*units);
}

Converted<Money> FieldType<Money>::fromJson(const QJsonValue &value)
{
    const auto money = value.isDouble() ? Money::fromNumber(value.toDouble()) : std::nullopt;
    if (money)
        return *money;
    return std::unexpected(
        u"must be a number from 0 to %1 with at most two decimals"_s.arg(Money::minorUnitsMax / 100));
}

Converted<Instant> FieldType<Instant>::fromJson(const QJsonValue &value)
{
    const auto instant = value.isString() ? fromIsoText(value.toString()) : std::nullopt;
    if (instant)
        return *instant;
    return std::unexpected(u"must be an ISO 8601 time with an offset, such as 2026-11-20T09:00:00Z"_s);
}

Converted<bool> FieldType<bool>::fromJson(const QJsonValue &value)
{
    if (value.isBool())
        return value.toBool();
    return std::unexpected(u"must be true or false"_s);
}

} // namespace holdfast::http
