// SPDX-License-Identifier: GPL-3.0-only
#include "http/request.h"

#include "http/edge/characters.h"

#include <charconv>

namespace holdfast::http {

Request::Request(IncomingRequest incoming, PathSegments path, Router::Match match, const Exchange &exchange,
                 int jsonDepthMax)
    : m_incoming(std::move(incoming))
    , m_path(std::move(path))
    , m_match(match)
    , m_requestId(exchange.requestId)
    , m_arrivedAt(exchange.arrivedAt)
    , m_jsonDepthMax(jsonDepthMax)
{
}

QByteArrayView Request::parameter(QByteArrayView name) const
{
    for (const auto &parameter : m_match.route->parameters) {
        if (parameter.name == name)
            return m_path.at(m_match.baseLength + parameter.index);
    }
    qFatal("Route %s has no parameter %s", route().name, name.toByteArray().constData());
}

std::vector<QByteArrayView> Request::parameters() const
{
    std::vector<QByteArrayView> values;
    for (const auto &parameter : m_match.route->parameters)
        values.push_back(m_path.at(m_match.baseLength + parameter.index));
    return values;
}

std::optional<qint64> parseNumberId(QByteArrayView text)
{
    qint64 number = 0;
    if (text.isEmpty() || !characters::isDigit(text.front()) || text.front() == '0')
        return std::nullopt;
    const auto [end, error] = std::from_chars(text.begin(), text.end(), number);
    if (error != std::errc() || end != text.end())
        return std::nullopt;
    return number;
}

} // namespace holdfast::http
