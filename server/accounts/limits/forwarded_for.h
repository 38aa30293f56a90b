// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include <QByteArrayList>
#include <QHostAddress>
#include <QList>
#include <QString>

#include <expected>
#include <utility>

namespace holdfast {

/// Who a request comes from when it came through proxies. X-Forwarded-For is believed only as far as it was
/// written by proxies of ours: anybody else can put anything there. Immutable: any thread.
class ForwardedFor final
{
public:
    /// Addresses and subnets of our proxies, separated by commas or blanks: "127.0.0.1, 10.0.0.0/8,
    /// fd00::/8". Empty: no proxy is believed. The error names the entry that cannot be read.
    static std::expected<ForwardedFor, QString> fromProxies(const QString &list);

    const QList<std::pair<QHostAddress, int>> &proxies() const { return m_proxies; }
    bool isProxy(const QHostAddress &address) const;

    /// The client: the peer itself, or, if that is a proxy of ours, the last address in the header (its
    /// fields in the order received) that is none, read from the right. What cannot be read ends the walk.
    /// IPv4-mapped addresses come back as IPv4.
    QHostAddress client(const QHostAddress &peer, const QByteArrayList &fields) const;

private:
    using Subnet = std::pair<QHostAddress, int>;

    QList<Subnet> m_proxies;
};

} // namespace holdfast
