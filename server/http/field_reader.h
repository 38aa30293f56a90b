// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "http/field_faults.h"
#include "http/field_type.h"
#include "http/json_members.h"

#include <list>

namespace holdfast::http {

/// Reads the fields of one JSON object under their snake_case names or the camelCase twins. What is wrong or
/// missing is noted, and the read gives nothing; BodyReader::refusal then tells it all.
class FieldReader final
{
public:
    FieldReader(JsonMembers members, QString path, FieldFaults &faults);
    Q_DISABLE_COPY_MOVE(FieldReader)

    template <typename Value>
    std::optional<Value> required(QLatin1StringView name);
    /// Nothing also when absent or null.
    template <typename Value>
    std::optional<Value> optional(QLatin1StringView name);

    std::optional<qint64> requiredInteger(QLatin1StringView name, qint64 minimum, qint64 maximum);
    std::optional<qint64> optionalInteger(QLatin1StringView name, qint64 minimum, qint64 maximum);
    /// Lengths in characters.
    std::optional<QString> requiredText(QLatin1StringView name, int lengthMin, int lengthMax);
    std::optional<QString> optionalText(QLatin1StringView name, int lengthMin, int lengthMax);
    /// An array of 1 to countMax objects; empty when there is a fault. They live as long as this reader.
    std::list<FieldReader> &requiredObjects(QLatin1StringView name, int countMax);
    /// An array of 0 to countMax values.
    template <typename Value>
    std::optional<std::vector<Value>> optionalList(QLatin1StringView name, int countMax);

    /// Whether the field is there and not null; counts as reading it.
    bool has(QLatin1StringView name);
    /// Whether the field is there and null; counts as reading it.
    bool isNull(QLatin1StringView name);
    /// A fault only the endpoint can see.
    void fault(QLatin1StringView name, const QString &message);

    /// Notes every field nobody asked for, here and in the objects below.
    void refuseUnread();

private:
    QString pathOf(const QString &name) const;
    /// Null when there is none.
    JsonMember *find(QLatin1StringView name);
    JsonMember *findTwin(QLatin1StringView name);
    /// Undefined when absent or null.
    QJsonValue take(QLatin1StringView name);
    QJsonValue takeRequired(QLatin1StringView name);
    template <typename Value>
    std::optional<Value> accept(QLatin1StringView name, Converted<Value> converted);

    JsonMembers m_members;
    const QString m_path; // "items[0]", empty at the top
    FieldFaults &m_faults;
    std::list<FieldReader> m_below; // addresses stay; empty it owns no memory
};

template <typename Value>
std::optional<Value> FieldReader::accept(QLatin1StringView name, Converted<Value> converted)
{
    if (converted)
        return std::move(*converted);
    fault(name, converted.error());
    return std::nullopt;
}

template <typename Value>
std::optional<Value> FieldReader::required(QLatin1StringView name)
{
    const auto value = takeRequired(name);
    return value.isUndefined() ? std::nullopt : accept(name, FieldType<Value>::fromJson(value));
}

template <typename Value>
std::optional<Value> FieldReader::optional(QLatin1StringView name)
{
    const auto value = take(name);
    return value.isUndefined() ? std::nullopt : accept(name, FieldType<Value>::fromJson(value));
}

template <typename Value>
std::optional<std::vector<Value>> FieldReader::optionalList(QLatin1StringView name, int countMax)
{
    const auto value = take(name);
    if (value.isUndefined())
        return std::nullopt;
    std::vector<Value> values;
    if (!value.isArray() || value.toArray().size() > countMax) {
        fault(name, QStringLiteral("must be a list of at most %1").arg(countMax));
        return std::nullopt;
    }
    const auto items = value.toArray();
    for (const auto &item : items) {
        auto converted = FieldType<Value>::fromJson(item);
        if (!converted) {
            fault(name, QStringLiteral("each ") + converted.error());
            return std::nullopt;
        }
        values.push_back(std::move(*converted));
    }
    return values;
}

} // namespace holdfast::http
