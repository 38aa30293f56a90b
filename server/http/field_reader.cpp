// SPDX-License-Identifier: GPL-3.0-only
#include "http/field_reader.h"

#include <algorithm>

namespace holdfast::http {

using namespace Qt::StringLiterals;

namespace {

/// product_id is productId.
QString camelCase(QLatin1StringView name)
{
    QString twin;
    twin.reserve(name.size());
    bool isNextUpper = false;
    for (const char character : name) {
        if (character != '_')
            twin.append(isNextUpper ? QChar::fromLatin1(character).toUpper() : QChar::fromLatin1(character));
        isNextUpper = character == '_';
    }
    return twin;
}

} // namespace

FieldReader::FieldReader(QJsonObject object, QString path, FieldFaults &faults)
    : m_object(std::move(object))
    , m_path(std::move(path))
    , m_faults(faults)
    , m_isRead(m_object.size(), false)
{
    const auto isCapital = [](QChar character) { return character.isUpper(); };
    for (auto entry = m_object.begin(); entry != m_object.end() && !m_hasCapitals; ++entry) {
        const QString name = entry.key();
        m_hasCapitals = std::ranges::any_of(name, isCapital);
    }
}

QJsonObject::const_iterator FieldReader::findTwin(QLatin1StringView name) const
{
    const bool canBe = m_hasCapitals && name.contains('_'_L1);
    return canBe ? m_object.constFind(camelCase(name)) : m_object.constEnd();
}

QString FieldReader::pathOf(const QString &name) const
{
    return m_path.isEmpty() ? name : m_path + u'.' + name;
}

void FieldReader::fault(QLatin1StringView name, const QString &message)
{
    m_faults.add(pathOf(name), message);
}

QJsonValue FieldReader::take(QLatin1StringView name)
{
    auto entry = m_object.constFind(name);
    const auto twin = findTwin(name);
    if (entry != m_object.constEnd())
        markRead(entry);
    if (twin != m_object.constEnd()) {
        markRead(twin);
        if (entry != m_object.constEnd())
            fault(name, u"is given twice, in both spellings"_s);
        entry = twin;
    }
    if (entry == m_object.constEnd() || entry.value().isNull())
        return QJsonValue(QJsonValue::Undefined);
    return entry.value();
}

bool FieldReader::isNull(QLatin1StringView name)
{
    const auto plain = m_object.constFind(name);
    const auto entry = plain != m_object.constEnd() ? plain : findTwin(name);
    if (entry == m_object.constEnd() || !entry.value().isNull())
        return false;
    markRead(entry);
    return true;
}

QJsonValue FieldReader::takeRequired(QLatin1StringView name)
{
    const auto value = take(name);
    if (value.isUndefined())
        fault(name, u"is required"_s);
    return value;
}

bool FieldReader::has(QLatin1StringView name)
{
    return !take(name).isUndefined();
}

std::optional<qint64> FieldReader::requiredInteger(QLatin1StringView name, qint64 minimum, qint64 maximum)
{
    const auto value = takeRequired(name);
    return value.isUndefined() ? std::nullopt : accept(name, integerFromJson(value, minimum, maximum));
}

std::optional<qint64> FieldReader::optionalInteger(QLatin1StringView name, qint64 minimum, qint64 maximum)
{
    const auto value = take(name);
    return value.isUndefined() ? std::nullopt : accept(name, integerFromJson(value, minimum, maximum));
}

std::optional<QString> FieldReader::requiredText(QLatin1StringView name, int lengthMin, int lengthMax)
{
    const auto value = takeRequired(name);
    return value.isUndefined() ? std::nullopt : accept(name, textFromJson(value, lengthMin, lengthMax));
}

std::optional<QString> FieldReader::optionalText(QLatin1StringView name, int lengthMin, int lengthMax)
{
    const auto value = take(name);
    return value.isUndefined() ? std::nullopt : accept(name, textFromJson(value, lengthMin, lengthMax));
}

std::deque<FieldReader> &FieldReader::requiredObjects(QLatin1StringView name, int countMax)
{
    const auto value = takeRequired(name);
    const auto items = value.toArray();
    if (value.isUndefined())
        return m_below;
    if (!value.isArray() || items.isEmpty() || items.size() > countMax) {
        fault(name, u"must be a list of 1 to %1 objects"_s.arg(countMax));
        return m_below;
    }
    for (qsizetype index = 0; index < items.size(); ++index) {
        const QString path = pathOf(u"%1[%2]"_s.arg(name).arg(index));
        if (items.at(index).isObject())
            m_below.emplace_back(items.at(index).toObject(), path, m_faults);
        else
            m_faults.add(path, u"must be an object"_s);
    }
    return m_below;
}

void FieldReader::refuseUnread()
{
    for (auto &reader : m_below)
        reader.refuseUnread();
    for (auto entry = m_object.begin(); entry != m_object.end(); ++entry) {
        if (!m_isRead[entry - m_object.begin()])
            m_faults.add(pathOf(entry.key()), u"is not known here"_s);
    }
}

} // namespace holdfast::http
