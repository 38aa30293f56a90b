// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "domain/ids.h"
#include "domain/refusal.h"
#include "http/edge/exchange.h"
#include "http/router.h"

namespace holdfast::http {

/// A checked request, copied out of the connection and never changed. A handler reads it before it returns
/// and takes along values, not views.
class Request final
{
public:
    Request(IncomingRequest incoming, PathSegments path, Router::Match match, const Exchange &exchange,
            int jsonDepthMax);
    Q_DISABLE_COPY_MOVE(Request)

    Method method() const { return m_incoming.head.method; }
    /// The decoded value of "{name}" in the route's pattern; the name must be in it.
    QByteArrayView parameter(QByteArrayView name) const;
    /// The decoded values of all parameters, in the order of the path.
    std::vector<QByteArrayView> parameters() const;
    /// The parameter as an id; what cannot be one (not a number, too large, no UUID) names nothing: 404
    /// notFound.
    template <typename Id>
    std::expected<Id, Refusal> id(QByteArrayView name, ErrorCode notFound) const;

    /// Still encoded; QueryReader reads it.
    QByteArrayView query() const { return m_incoming.head.query(); }
    /// Null when absent.
    QByteArrayView header(KnownField field) const { return m_incoming.head.field(field); }
    QByteArrayView header(QByteArrayView name) const { return m_incoming.head.field(name); }
    /// All fields of that name, in the order received.
    QByteArrayList headers(QByteArrayView name) const { return m_incoming.head.fields(name); }
    const QByteArray &body() const { return m_incoming.body; }
    const QHostAddress &peer() const { return m_incoming.peer; }
    const QByteArray &requestId() const { return m_requestId; }
    SteadyTime arrivedAt() const { return m_arrivedAt; }
    const Route &route() const { return m_match.route->route; }
    int jsonDepthMax() const { return m_jsonDepthMax; }

private:
    const IncomingRequest m_incoming;
    const PathSegments m_path; // views into m_incoming
    const Router::Match m_match;
    const QByteArray m_requestId;
    const SteadyTime m_arrivedAt;
    const int m_jsonDepthMax;
};

/// 1 to 2^63-1 in plain digits without a leading zero; nothing for anything else.
std::optional<qint64> parseNumberId(QByteArrayView text);

template <typename Id>
std::optional<Id> parseId(QByteArrayView text)
{
    if constexpr (
        requires(qint64 number) { Id::from(number); } && !requires(QUuid uuid) { Id::from(uuid); }) {
        const auto number = parseNumberId(text);
        return number ? Id::from(*number) : std::nullopt;
    } else {
        const auto uuid = parseUuid(QString::fromUtf8(text));
        return uuid ? Id::from(*uuid) : std::nullopt;
    }
}

template <typename Id>
std::expected<Id, Refusal> Request::id(QByteArrayView name, ErrorCode notFound) const
{
    if (const auto id = parseId<Id>(parameter(name)))
        return *id;
    return std::unexpected(Refusal{notFound, QStringLiteral("There is nothing with that id"), {}});
}

} // namespace holdfast::http
