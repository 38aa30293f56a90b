// SPDX-License-Identifier: GPL-3.0-only
#include "http/endpoints/if_match.h"

#include <algorithm>
#include <limits>

namespace holdfast::http {

using namespace Qt::StringLiterals;

namespace {

/// Takes one tag, and the comma behind it, off the text. False: there is none.
bool takeTag(QByteArrayView &text, std::vector<qint64> &versions)
{
    const bool isWeak = text.startsWith("W/");
    if (isWeak)
        text = text.sliced(2);
    const auto end = text.startsWith('"') ? text.indexOf('"', 1) : -1;
    if (end < 0)
        return false;
    const auto version = parseNumberId(text.sliced(1, end - 1));
    if (version && !isWeak)
        versions.push_back(*version);
    text = text.sliced(end + 1).trimmed();
    if (text.isEmpty())
        return true;
    if (!text.startsWith(','))
        return false;
    text = text.sliced(1).trimmed();
    return !text.isEmpty();
}

Refusal unreadable()
{
    return {ErrorCode::MalformedRequest, u"If-Match must be * or entity tags in quotes"_s, {}};
}

} // namespace

QByteArray entityTag(qint64 version)
{
    return '"' + QByteArray::number(version) + '"';
}

std::expected<WantedVersions, Refusal> readIfMatch(const Request &request)
{
    const auto fields = request.headers("If-Match");
    if (fields.isEmpty())
        return std::nullopt;
    const QByteArray joined = fields.join(", ");
    QByteArrayView text = QByteArrayView(joined).trimmed();
    if (text == "*")
        return std::nullopt;
    std::vector<qint64> versions;
    do {
        if (!takeTag(text, versions))
            return std::unexpected(unreadable());
    } while (!text.isEmpty());
    return versions;
}

WantedVersions withBodyVersion(WantedVersions versions, FieldReader &fields)
{
    const auto version = fields.optionalInteger("version"_L1, 1, std::numeric_limits<qint64>::max());
    if (!version)
        return versions;
    const bool isWanted = !versions || std::ranges::find(*versions, *version) != versions->end();
    return isWanted ? std::vector{*version} : std::vector<qint64>();
}

} // namespace holdfast::http
