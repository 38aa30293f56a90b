// SPDX-License-Identifier: GPL-3.0-only
#include "database/rows.h"

namespace holdfast {

Rows::~Rows()
{
    if (m_query)
        m_query->finish();
}

void Rows::fail(int column) const
{
    qFatal("Column %d of the statement %s has an unexpected type, value or NULL", column,
           qPrintable(m_statement));
}

} // namespace holdfast
