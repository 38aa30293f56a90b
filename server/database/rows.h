// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "database/sql_value.h"

#include <QSqlQuery>

#include <memory>
#include <optional>
#include <type_traits>

namespace holdfast {

/// The whole answer of one statement, read row by row:
///
///     while (rows.next())
///         list.push_back({rows.get<ProductId>(0), rows.get<QString>(1), rows.get<std::optional<Money>>(2)});
///
/// The statement has ended, and without a transaction its commit is done, before Rows exist. They belong to
/// their connection's thread and must be gone before it closes.
class Rows final
{
public:
    Rows(std::unique_ptr<QSqlQuery> query, const QString &statement)
        : m_query(std::move(query))
        , m_statement(statement)
    {
    }
    ~Rows();
    Rows(Rows &&) noexcept = default;
    Rows &operator=(Rows &&) = delete;

    /// Steps to the next (at first: the first) row; false after the last.
    bool next() { return m_query->next(); }
    /// How many rows there are.
    int count() const { return qMax(0, m_query->size()); }
    /// How many rows an INSERT, UPDATE or DELETE touched.
    int affected() const { return m_query->numRowsAffected(); }

    /// The value of a column, from 0, as a bool, int, qint64, double, QString, QByteArray, QUuid, Instant,
    /// Money, an id, or an optional of these, which NULL empties. NULL for anything else, or a value that
    /// does not fit, means that statement and caller disagree: a bug, which ends the program.
    template <typename T>
    T get(int column) const;

private:
    template <typename T>
    struct Optional : std::false_type
    {
        using Value = T;
    };
    template <typename T>
    struct Optional<std::optional<T>> : std::true_type
    {
        using Value = T;
    };

    [[noreturn]] void fail(int column) const;

    std::unique_ptr<QSqlQuery> m_query;
    QString m_statement;
};

template <typename T>
T Rows::get(int column) const
{
    if constexpr (Optional<T>::value) {
        if (m_query->isNull(column))
            return std::nullopt;
    } else if (m_query->isNull(column)) {
        fail(column);
    }
    auto value = fromSqlValue<typename Optional<T>::Value>(m_query->value(column));
    if (!value)
        fail(column);
    return *std::move(value);
}

} // namespace holdfast
