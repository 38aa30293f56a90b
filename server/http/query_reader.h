// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "http/field_faults.h"
#include "http/request.h"

#include "http/field_type.h"

#include <initializer_list>
#include <vector>

namespace holdfast::http {

/// Which part of a list was asked for.
struct Page
{
    int limit = 20;
    qint64 offset = 0;
};

/// Reads the query parameters of a request by name; what is wrong is noted and told at once, as for bodies.
/// A parameter that nobody reads is refused.
class QueryReader final
{
public:
    explicit QueryReader(const Request &request)
        : QueryReader(request.query())
    {
    }
    explicit QueryReader(QByteArrayView encodedQuery);

    /// limit (1 to 100, default 20) with offset (from 0) or page (from 1).
    Page page();
    template <typename Id>
    std::optional<Id> optionalId(QByteArrayView name);
    std::optional<qint64> optionalInteger(QByteArrayView name, qint64 minimum, qint64 maximum);
    /// Empty counts as absent.
    std::optional<QString> optionalText(QByteArrayView name, int lengthMax);
    /// The index of the choice.
    std::optional<size_t> optionalChoice(QByteArrayView name, std::initializer_list<QByteArrayView> choices);

    /// Whether it is there and not empty.
    bool has(QByteArrayView name);
    /// A fault only the endpoint can see.
    void fault(QByteArrayView name, const QString &message);
    /// After the last read.
    std::optional<Refusal> refusal();

private:
    struct Parameter
    {
        QByteArray name;
        QByteArray value;
        bool isRead = false;
    };

    /// Null when absent or empty.
    const Parameter *take(QByteArrayView name);

    std::vector<Parameter> m_parameters;
    FieldFaults m_faults;
};

template <typename Id>
std::optional<Id> QueryReader::optionalId(QByteArrayView name)
{
    const auto *parameter = take(name);
    if (!parameter)
        return std::nullopt;
    const auto id = parseId<Id>(parameter->value);
    if (!id)
        fault(name, QStringLiteral("must be an id"));
    return id;
}

} // namespace holdfast::http
