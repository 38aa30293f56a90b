// SPDX-License-Identifier: GPL-3.0-only
#include "http/query_reader.h"

#include "http/edge/target.h"

#include <algorithm>

namespace holdfast::http {

using namespace Qt::StringLiterals;

QueryReader::QueryReader(QByteArrayView rest)
{
    while (!rest.isEmpty()) {
        const qsizetype ampersand = rest.indexOf('&');
        const auto pair = ampersand < 0 ? rest : rest.first(ampersand);
        rest = ampersand < 0 ? QByteArrayView() : rest.sliced(ampersand + 1);
        if (pair.isEmpty())
            continue;
        const qsizetype equals = pair.indexOf('=');
        const auto name = equals < 0 ? pair : pair.first(equals);
        const auto value = equals < 0 ? QByteArrayView() : pair.sliced(equals + 1);
        m_parameters.push_back(
            {percentDecoded(name, PlusSign::IsSpace), percentDecoded(value, PlusSign::IsSpace)});
    }
}

const QueryReader::Parameter *QueryReader::take(QByteArrayView name)
{
    Parameter *found = nullptr;
    for (auto &parameter : m_parameters) {
        if (parameter.name != name)
            continue;
        if (found)
            fault(name, u"is given twice"_s);
        parameter.isRead = true;
        found = &parameter;
    }
    return found && !found->value.isEmpty() ? found : nullptr;
}

bool QueryReader::has(QByteArrayView name)
{
    return std::ranges::any_of(m_parameters, [name](const Parameter &parameter) {
        return parameter.name == name && !parameter.value.isEmpty();
    });
}

void QueryReader::fault(QByteArrayView name, const QString &message)
{
    m_faults.add(QString::fromUtf8(name), message);
}

std::optional<qint64> QueryReader::optionalInteger(QByteArrayView name, qint64 minimum, qint64 maximum)
{
    const auto *parameter = take(name);
    if (!parameter)
        return std::nullopt;
    const auto number = integerFromText(QString::fromUtf8(parameter->value), minimum, maximum);
    if (number)
        return *number;
    fault(name, number.error());
    return std::nullopt;
}

std::optional<QString> QueryReader::optionalText(QByteArrayView name, int lengthMax)
{
    const auto *parameter = take(name);
    if (!parameter)
        return std::nullopt;
    const auto text = textFromJson(QString::fromUtf8(parameter->value), 1, lengthMax);
    if (text)
        return *text;
    fault(name, text.error());
    return std::nullopt;
}

std::optional<size_t> QueryReader::optionalChoice(QByteArrayView name,
                                                  std::initializer_list<QByteArrayView> choices)
{
    const auto *parameter = take(name);
    if (!parameter)
        return std::nullopt;
    const auto choice = std::find(choices.begin(), choices.end(), parameter->value);
    if (choice != choices.end())
        return static_cast<size_t>(choice - choices.begin());
    QStringList names;
    for (const auto &possible : choices)
        names.append(QString::fromUtf8(possible));
    fault(name, u"must be one of "_s + names.join(u", "_s));
    return std::nullopt;
}

Page QueryReader::page()
{
    constexpr qint64 offsetMax = 1'000'000'000;
    constexpr qint64 limitMax = 100;
    Page page;
    page.limit = static_cast<int>(optionalInteger("limit", 1, limitMax).value_or(page.limit));
    const auto offset = optionalInteger("offset", 0, offsetMax);
    const auto number = optionalInteger("page", 1, offsetMax / limitMax);
    if (offset && number)
        fault("page", u"cannot stand beside offset"_s);
    page.offset = offset.value_or((number.value_or(1) - 1) * page.limit);
    return page;
}

std::optional<Refusal> QueryReader::refusal()
{
    for (auto &parameter : m_parameters) {
        if (!std::exchange(parameter.isRead, true))
            m_faults.add(QString::fromUtf8(parameter.name), u"is not known here"_s);
    }
    return m_faults.refusal();
}

} // namespace holdfast::http
