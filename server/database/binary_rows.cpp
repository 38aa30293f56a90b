// SPDX-License-Identifier: GPL-3.0-only
#include "database/binary_rows.h"

#include <QtEndian>

#include <libpq-fe.h>

namespace holdfast {

void BinaryRows::Clear::operator()(pg_result *result) const
{
    PQclear(result);
}

BinaryRows::BinaryRows(Result result, const QString &statement)
    : m_result(std::move(result))
    , m_statement(statement)
    , m_count(PQntuples(m_result.get()))
{
}

int BinaryRows::integer(int column) const
{
    return qFromBigEndian<qint32>(value(column, sizeof(qint32)));
}

qint64 BinaryRows::bigint(int column) const
{
    return qFromBigEndian<qint64>(value(column, sizeof(qint64)));
}

QUuid BinaryRows::uuid(int column) const
{
    constexpr int length = 16;
    return QUuid::fromRfc4122(QByteArrayView(value(column, length), length));
}

QString BinaryRows::text(int column) const
{
    const int length = PQgetlength(m_result.get(), m_row, column);
    return QString::fromUtf8(value(column, length), length);
}

bool BinaryRows::isNull(int column) const
{
    return PQgetisnull(m_result.get(), m_row, column) != 0;
}

const char *BinaryRows::value(int column, int length) const
{
    if (isNull(column) || PQgetlength(m_result.get(), m_row, column) != length)
        qFatal("Column %d of %s is not what its caller takes it for", column, qPrintable(m_statement));
    return PQgetvalue(m_result.get(), m_row, column);
}

} // namespace holdfast
