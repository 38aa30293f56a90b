// SPDX-License-Identifier: GPL-3.0-only
#include "http/field_faults.h"

#include <QJsonObject>

namespace holdfast::http {

using namespace Qt::StringLiterals;

void FieldFaults::add(const QString &field, const QString &message)
{
    // A hostile body of a thousand wrong fields does not get an answer of that size.
    if (m_fields.size() < faultsMax)
        m_fields.append(QJsonObject{{u"field"_s, field}, {u"message"_s, message}});
}

std::optional<Refusal> FieldFaults::refusal() const
{
    if (m_fields.isEmpty())
        return std::nullopt;
    return Refusal{ErrorCode::ValidationError, u"The request has fields that cannot be accepted"_s,
                   QJsonObject{{u"fields"_s, m_fields}}};
}

} // namespace holdfast::http
