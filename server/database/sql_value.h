// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "domain/ids.h"
#include "domain/instant.h"
#include "domain/money.h"
#include "domain/quantity.h"

#include <QByteArray>
#include <QString>
#include <QUuid>
#include <QVariant>

#include <initializer_list>
#include <optional>

namespace holdfast {

/// One argument of a statement. Moments cross as bigint microseconds since the Unix epoch, UUIDs as text,
/// money as bigint minor units. NULL is said with nullptr or an empty optional; a null QString is the empty
/// text.
class SqlArgument final
{
public:
    SqlArgument(std::nullptr_t) { }
    SqlArgument(int number)
        : m_value(number)
    {
    }
    SqlArgument(qint64 number)
        : m_value(number)
    {
    }
    SqlArgument(double number)
        : m_value(number)
    {
    }
    SqlArgument(bool flag)
        : m_value(flag)
    {
    }
    SqlArgument(const QString &text)
        : m_value(text.isNull() ? QStringLiteral("") : text)
    {
    }
    SqlArgument(QLatin1StringView text)
        : SqlArgument(QString(text))
    {
    }
    SqlArgument(const QByteArray &bytes)
        : m_value(bytes.isNull() ? QByteArray("") : bytes)
    {
    }
    SqlArgument(const QUuid &uuid)
        : m_value(uuid.toString(QUuid::WithoutBraces))
    {
    }
    SqlArgument(Instant instant)
        : m_value(toMicroseconds(instant))
    {
    }
    SqlArgument(Money money)
        : m_value(money.minorUnits())
    {
    }
    SqlArgument(Quantity quantity)
        : m_value(quantity.units())
    {
    }
    template <typename Tag>
    SqlArgument(NumberId<Tag> id)
        : m_value(id.number())
    {
    }
    template <typename Tag>
    SqlArgument(const UuidId<Tag> &id)
        : m_value(id.text())
    {
    }
    template <typename T>
    SqlArgument(const std::optional<T> &value)
        : m_value(value ? SqlArgument(*value).m_value : QVariant())
    {
    }
    /// A pointer would turn into a bool.
    SqlArgument(const char *) = delete;

    const QVariant &value() const { return m_value; }

private:
    QVariant m_value;
};

using SqlArguments = std::initializer_list<SqlArgument>;

/// Reads one column's value as a T; nothing when it does not fit (not a number, not a UUID, out of the type's
/// range). Not for NULL.
template <typename T>
std::optional<T> fromSqlValue(const QVariant &value) = delete;

template <>
std::optional<bool> fromSqlValue(const QVariant &value);
template <>
std::optional<int> fromSqlValue(const QVariant &value);
template <>
std::optional<qint64> fromSqlValue(const QVariant &value);
template <>
std::optional<double> fromSqlValue(const QVariant &value);
template <>
std::optional<QString> fromSqlValue(const QVariant &value);
template <>
std::optional<QByteArray> fromSqlValue(const QVariant &value);
template <>
std::optional<QUuid> fromSqlValue(const QVariant &value);
template <>
std::optional<Instant> fromSqlValue(const QVariant &value);
template <>
std::optional<Money> fromSqlValue(const QVariant &value);
template <>
std::optional<ProductId> fromSqlValue(const QVariant &value);
template <>
std::optional<SaleId> fromSqlValue(const QVariant &value);
template <>
std::optional<UserId> fromSqlValue(const QVariant &value);
template <>
std::optional<ReservationId> fromSqlValue(const QVariant &value);
template <>
std::optional<OrderId> fromSqlValue(const QVariant &value);

} // namespace holdfast
