// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "domain/uuid_text.h"

#include <QHashFunctions>
#include <QString>
#include <QUuid>

#include <compare>
#include <optional>

namespace holdfast {

/// A positive integer key made by the database (products, sales). A product's id cannot be passed for a
/// sale's.
template <typename Tag>
class NumberId final
{
public:
    /// Nothing for zero and below.
    static constexpr std::optional<NumberId> from(qint64 number)
    {
        return number > 0 ? std::optional(NumberId(number)) : std::nullopt;
    }

    constexpr qint64 number() const { return m_number; }
    QString text() const { return QString::number(m_number); }
    constexpr auto operator<=>(const NumberId &) const = default;
    friend size_t qHash(NumberId id, size_t seed = 0) noexcept { return ::qHash(id.m_number, seed); }

private:
    constexpr explicit NumberId(qint64 number)
        : m_number(number)
    {
    }

    qint64 m_number;
};

/// A UUID key (users, reservations, orders). Those Holdfast makes are version 7 (RFC 9562), so that new keys
/// land beside each other in the index; those a client names may be of any version.
template <typename Tag>
class UuidId final
{
public:
    /// Nothing for the null UUID.
    static std::optional<UuidId> from(const QUuid &uuid)
    {
        return uuid.isNull() ? std::nullopt : std::optional(UuidId(uuid));
    }

    /// A new key; any thread.
    static UuidId make();

    const QUuid &uuid() const { return m_uuid; }
    /// Lower case, with hyphens, without braces: 36 characters.
    QString text() const { return UuidText(m_uuid).view(); }
    bool operator==(const UuidId &other) const { return m_uuid == other.m_uuid; }
    bool operator<(const UuidId &other) const { return m_uuid < other.m_uuid; }
    friend size_t qHash(const UuidId &id, size_t seed = 0) noexcept { return ::qHash(id.m_uuid, seed); }

private:
    explicit UuidId(const QUuid &uuid)
        : m_uuid(uuid)
    {
    }

    QUuid m_uuid;
};

using ProductId = NumberId<struct ProductTag>;
using SaleId = NumberId<struct SaleTag>;
using UserId = UuidId<struct UserTag>;
using ReservationId = UuidId<struct ReservationTag>;
using OrderId = UuidId<struct OrderTag>;

/// A UUID version 7: 48 bits of Unix milliseconds, then random bits (RFC 9562, 5.7). Any thread.
QUuid makeUuid7();

/// Parses the 36-character form with hyphens, either case; nothing for anything else (QUuid takes more).
std::optional<QUuid> parseUuid(QStringView text);

template <typename Tag>
UuidId<Tag> UuidId<Tag>::make()
{
    return UuidId(makeUuid7());
}

} // namespace holdfast
