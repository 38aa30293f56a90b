// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "domain/refusal.h"

#include <QJsonArray>

#include <optional>

namespace holdfast::http {

/// Gathers what is wrong with the fields of one request, so that the client hears of everything at once.
class FieldFaults final
{
public:
    static constexpr int faultsMax = 64;

    void add(const QString &field, const QString &message);
    /// 422 VALIDATION_ERROR with details.fields; nothing while there is no fault.
    std::optional<Refusal> refusal() const;

private:
    QJsonArray m_fields;
};

} // namespace holdfast::http
