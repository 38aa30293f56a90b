// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include <QByteArray>
#include <QHostAddress>
#include <QList>

namespace holdfast::http {

/// A name, an IPv4 address or a bracketed IPv6 address, and perhaps a port of 1 to 5 digits.
bool isHostWellFormed(QByteArrayView host);

/// Which Host fields a server answers to. Any thread once made.
class HostRule final
{
public:
    /// On a loopback address the list is localhost, 127.0.0.1, [::1] and the additions; elsewhere every host
    /// unless additions are named, which are then the whole list beside the loopback names.
    HostRule(const QHostAddress &bound, const QList<QByteArray> &additions);

    /// host is well-formed.
    bool accepts(QByteArrayView host) const;

private:
    bool m_acceptsAny;
    QList<QByteArray> m_names;
};

/// Whether a page of that origin may open a WebSocket: the server's own (its host is the Host field's) or
/// listed. A client without an Origin field is no browser and may.
bool isOriginAllowed(QByteArrayView origin, QByteArrayView host, const QList<QByteArray> &allowed);

} // namespace holdfast::http
