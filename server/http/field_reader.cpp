// SPDX-License-Identifier: GPL-3.0-only
#include "http/field_reader.h"

#include "http/edge/characters.h"

#include <algorithm>

namespace holdfast::http {

using namespace Qt::StringLiterals;

namespace {

/// Whether `twin` is how camelCase spells `name`: productId, product_id.
bool isTwin(QByteArrayView twin, QLatin1StringView name)
{
    constexpr char caseBit = 0x20;
    const auto *at = twin.begin();
    bool isCapital = false;
    for (const char character : name) {
        const bool turnsUpper = isCapital && characters::isLetter(character);
        const char spelt = turnsUpper ? static_cast<char>(character & ~caseBit) : character;
        isCapital = character == '_';
        if (!isCapital && (at == twin.end() || *at++ != spelt))
            return false;
    }
    return at == twin.end();
}

} // namespace

FieldReader::FieldReader(JsonMembers members, QString path, FieldFaults &faults)
    : m_members(std::move(members))
    , m_path(std::move(path))
    , m_faults(faults)
{
}

JsonMember *FieldReader::find(QLatin1StringView name)
{
    const QByteArrayView wanted(name.data(), name.size());
    const auto found = std::ranges::find(m_members, wanted, &JsonMember::name);
    return found == m_members.end() ? nullptr : found;
}

JsonMember *FieldReader::findTwin(QLatin1StringView name)
{
    const bool canBe = QByteArrayView(name.data(), name.size()).contains('_');
    const auto found = std::ranges::find_if(
        m_members, [canBe, name](const JsonMember &member) { return canBe && isTwin(member.name, name); });
    return found == m_members.end() ? nullptr : found;
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
    auto *member = find(name);
    auto *const twin = findTwin(name);
    if (member)
        member->isRead = true;
    if (twin) {
        twin->isRead = true;
        if (member)
            fault(name, u"is given twice, in both spellings"_s);
        member = twin;
    }
    return member && !member->value.isNull() ? member->value : QJsonValue(QJsonValue::Undefined);
}

bool FieldReader::isNull(QLatin1StringView name)
{
    auto *const plain = find(name);
    auto *const member = plain ? plain : findTwin(name);
    if (!member || !member->value.isNull())
        return false;
    member->isRead = true;
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

std::list<FieldReader> &FieldReader::requiredObjects(QLatin1StringView name, int countMax)
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
            m_below.emplace_back(membersOf(items.at(index).toObject()), path, m_faults);
        else
            m_faults.add(path, u"must be an object"_s);
    }
    return m_below;
}

void FieldReader::refuseUnread()
{
    for (auto &reader : m_below)
        reader.refuseUnread();
    for (const auto &member : m_members) {
        if (!member.isRead)
            m_faults.add(pathOf(QString::fromUtf8(member.name)), u"is not known here"_s);
    }
}

} // namespace holdfast::http
