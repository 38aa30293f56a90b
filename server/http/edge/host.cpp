// SPDX-License-Identifier: GPL-3.0-only
#include "http/edge/host.h"

#include "http/edge/characters.h"

#include <algorithm>

namespace holdfast::http {

namespace {

bool isNameCharacter(char character)
{
    return characters::isDigit(character) || characters::isLetter(character) || character == '-'
        || character == '.' || character == '_';
}

bool isAddressCharacter(char character)
{
    return characters::hexValue(character) >= 0 || character == ':' || character == '.';
}

/// Where the name or address ends and ":port" may start; -1 when neither is well-formed.
qsizetype nameLength(QByteArrayView host)
{
    if (host.startsWith('[')) {
        const qsizetype bracket = host.indexOf(']');
        const bool isAddress =
            bracket > 2 && std::all_of(host.begin() + 1, host.begin() + bracket, isAddressCharacter);
        return isAddress ? bracket + 1 : -1;
    }
    const auto end = std::find_if_not(host.begin(), host.end(), isNameCharacter);
    return end == host.begin() ? -1 : end - host.begin();
}

} // namespace

bool isHostWellFormed(QByteArrayView host)
{
    constexpr qsizetype hostLengthMax = 255;
    constexpr qsizetype portDigitsMax = 5;
    if (host.isEmpty() || host.size() > hostLengthMax)
        return false;
    const qsizetype length = nameLength(host);
    if (length < 0)
        return false;
    const auto rest = host.sliced(length);
    if (rest.isEmpty())
        return true;
    const auto port = rest.sliced(1);
    return rest.front() == ':' && !port.isEmpty() && port.size() <= portDigitsMax
        && std::all_of(port.begin(), port.end(), characters::isDigit);
}

HostRule::HostRule(const QHostAddress &bound, const QList<QByteArray> &additions)
    : m_acceptsAny(!bound.isLoopback() && additions.isEmpty())
    , m_names{"localhost", "127.0.0.1", "[::1]"}
{
    m_names.append(additions);
}

bool HostRule::accepts(QByteArrayView host) const
{
    if (m_acceptsAny)
        return true;
    const auto name = host.first(nameLength(host));
    return std::any_of(m_names.begin(), m_names.end(), [name](const QByteArray &accepted) {
        return name.compare(accepted, Qt::CaseInsensitive) == 0;
    });
}

bool isOriginAllowed(QByteArrayView origin, QByteArrayView host, const QList<QByteArray> &allowed)
{
    if (origin.isNull())
        return true;
    for (const QByteArrayView scheme : {QByteArrayView("http://"), QByteArrayView("https://")}) {
        if (origin.startsWith(scheme) && origin.sliced(scheme.size()).compare(host, Qt::CaseInsensitive) == 0)
            return true;
    }
    return std::any_of(allowed.begin(), allowed.end(), [origin](const QByteArray &accepted) {
        return origin.compare(accepted, Qt::CaseInsensitive) == 0;
    });
}

} // namespace holdfast::http
