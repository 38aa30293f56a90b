// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "domain/instant.h"

#include <QString>
#include <QUuid>

#include <memory>
#include <optional>

struct pg_result;

namespace holdfast {

/// The whole answer of a statement called with BinaryArguments, read row by row as Rows are. Any thread, one
/// at a time.
class BinaryRows final
{
public:
    struct Clear
    {
        void operator()(pg_result *result) const;
    };
    using Result = std::unique_ptr<pg_result, Clear>;

    BinaryRows(Result result, const QString &statement);

    bool next() { return ++m_row < m_count; }
    int count() const { return m_count; }

    /// The value of a column, from 0. NULL, or a column of another type, means that statement and caller
    /// disagree: a bug, which ends the program.
    int integer(int column) const;
    qint64 bigint(int column) const;
    QUuid uuid(int column) const;
    QString text(int column) const;
    bool isNull(int column) const;

private:
    const char *value(int column, int length) const;

    Result m_result;
    QString m_statement;
    int m_count;
    int m_row = -1;
};

} // namespace holdfast
