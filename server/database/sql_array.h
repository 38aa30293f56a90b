// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "domain/ids.h"
#include "domain/instant.h"
#include "domain/money.h"
#include "domain/quantity.h"

#include <QString>
#include <QUuid>

#include <optional>
#include <ranges>

namespace holdfast {

/// How many characters a value has in an array, more or less.
template <typename Value>
constexpr qsizetype usualCharacters = 8;
template <>
inline constexpr qsizetype usualCharacters<QUuid> = UuidText::length;
template <typename Tag>
constexpr qsizetype usualCharacters<UuidId<Tag>> = UuidText::length;
template <typename Value>
constexpr qsizetype usualCharacters<std::optional<Value>> = usualCharacters<Value>;

/// Writes a PostgreSQL array literal, {1,2,NULL}, element by element into one growing text: the way long
/// lists reach a function in one argument. The receiving parameter's type (bigint[], uuid[], text[]) reads
/// it.
class SqlArray final
{
public:
    /// `elements` is how many will come, if known: room for them is made at once.
    explicit SqlArray(qsizetype elements = 0, qsizetype charactersEach = usualCharacters<qint64>);

    SqlArray &add(qint64 number);
    SqlArray &add(int number) { return add(static_cast<qint64>(number)); }
    SqlArray &add(bool) = delete;
    SqlArray &add(const QUuid &uuid);
    /// Any text but U+0000, which PostgreSQL cannot store (the call then fails with SQLSTATE 22021).
    SqlArray &add(QStringView text);
    SqlArray &add(const QString &text) { return add(QStringView(text)); }
    SqlArray &add(Money money) { return add(money.minorUnits()); }
    SqlArray &add(Quantity quantity) { return add(static_cast<qint64>(quantity.units())); }
    SqlArray &add(Instant instant) { return add(toMicroseconds(instant)); }
    template <typename Tag>
    SqlArray &add(NumberId<Tag> id)
    {
        return add(id.number());
    }
    template <typename Tag>
    SqlArray &add(const UuidId<Tag> &id)
    {
        return add(id.uuid());
    }
    template <typename T>
    SqlArray &add(const std::optional<T> &value)
    {
        return value ? add(*value) : addNull();
    }
    SqlArray &addNull();

    /// The literal; the builder is spent afterwards.
    QString take();

private:
    void separate();
    void addQuoted(QStringView text);

    QString m_text;
};

/// The literal of a whole range: sqlArray(std::vector{1, 2, 3}) is {1,2,3}.
template <std::ranges::sized_range Range>
QString sqlArray(const Range &elements)
{
    SqlArray array(static_cast<qsizetype>(std::ranges::size(elements)),
                   usualCharacters<std::ranges::range_value_t<Range>>);
    for (const auto &element : elements)
        array.add(element);
    return array.take();
}

} // namespace holdfast
