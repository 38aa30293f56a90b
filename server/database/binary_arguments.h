// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "domain/ids.h"
#include "domain/quantity.h"

#include <QByteArray>
#include <QUuid>

#include <functional>
#include <optional>
#include <ranges>
#include <vector>

namespace holdfast {

/// Arrays as arguments in PostgreSQL's binary format (as its array_recv() reads them), in the order of a
/// statement's placeholders. For the calls of a crowd: as text, every value would be written by one side and
/// parsed by the other. The statement casts each placeholder to the type said here.
class BinaryArguments final
{
public:
    /// What the projection makes of each element: integer[] of ints and quantities, bigint[] of qint64s and
    /// number ids, uuid[] of QUuids and their ids. An optional's nothing is NULL.
    template <std::ranges::sized_range Range, typename Projection = std::identity>
    BinaryArguments &addArray(const Range &elements, Projection projection = {});

    /// A text.
    BinaryArguments &add(QStringView text);

    const std::vector<QByteArray> &values() const { return m_values; }

private:
    /// As pg_type numbers them.
    enum class Type : quint32 { Bigint = 20, Integer = 23, Uuid = 2950 };

    class Array final
    {
    public:
        Array(Type type, qsizetype count);

        void add(int number);
        void add(qint64 number);
        void add(const QUuid &uuid);
        void add(Quantity quantity) { add(quantity.units()); }
        template <typename Tag>
        void add(NumberId<Tag> id)
        {
            add(id.number());
        }
        template <typename Tag>
        void add(const UuidId<Tag> &id)
        {
            add(id.uuid());
        }
        template <typename T>
        void add(const std::optional<T> &value)
        {
            value ? add(*value) : addNull();
        }
        QByteArray take() { return std::move(m_bytes); }

    private:
        void addNull();
        template <typename Number>
        void write(Number number);

        QByteArray m_bytes;
    };

    template <typename T>
    struct TypeOf;

    std::vector<QByteArray> m_values;
};

template <typename T>
struct BinaryArguments::TypeOf<std::optional<T>> : TypeOf<T>
{
};
template <>
struct BinaryArguments::TypeOf<int> : std::integral_constant<Type, Type::Integer>
{
};
template <>
struct BinaryArguments::TypeOf<Quantity> : TypeOf<int>
{
};
template <>
struct BinaryArguments::TypeOf<qint64> : std::integral_constant<Type, Type::Bigint>
{
};
template <typename Tag>
struct BinaryArguments::TypeOf<NumberId<Tag>> : TypeOf<qint64>
{
};
template <>
struct BinaryArguments::TypeOf<QUuid> : std::integral_constant<Type, Type::Uuid>
{
};
template <typename Tag>
struct BinaryArguments::TypeOf<UuidId<Tag>> : TypeOf<QUuid>
{
};

template <std::ranges::sized_range Range, typename Projection>
BinaryArguments &BinaryArguments::addArray(const Range &elements, Projection projection)
{
    using Element =
        std::remove_cvref_t<std::invoke_result_t<Projection &, std::ranges::range_reference_t<const Range>>>;
    Array array(TypeOf<Element>::value, static_cast<qsizetype>(std::ranges::size(elements)));
    for (const auto &element : elements)
        array.add(std::invoke(projection, element));
    m_values.push_back(array.take());
    return *this;
}

} // namespace holdfast
