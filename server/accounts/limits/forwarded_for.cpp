// SPDX-License-Identifier: GPL-3.0-only
#include "accounts/limits/forwarded_for.h"

#include <QStringList>

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <optional>
#include <ranges>

namespace holdfast {

using namespace Qt::StringLiterals;

namespace {

QHostAddress unmapped(const QHostAddress &address)
{
    bool isIpv4 = false;
    const quint32 ipv4 = address.toIPv4Address(&isIpv4);
    return isIpv4 ? QHostAddress(ipv4) : address;
}

// Only the usual spellings: QHostAddress also takes 127.1, 0177.0.0.1 and a number.
std::optional<QHostAddress> addressFrom(const QByteArray &text)
{
    std::array<unsigned char, sizeof(in6_addr)> ignored{};
    if (inet_pton(AF_INET, text.constData(), ignored.data()) != 1
        && inet_pton(AF_INET6, text.constData(), ignored.data()) != 1)
        return std::nullopt;
    return unmapped(QHostAddress(QString::fromLatin1(text)));
}

// 192.0.2.1, 192.0.2.1:4711, 2001:db8::1, [2001:db8::1], [2001:db8::1]:4711
std::optional<QHostAddress> hopFrom(const QByteArray &entry)
{
    if (entry.startsWith('[')) {
        const auto end = entry.indexOf(']');
        return end > 0 ? addressFrom(entry.sliced(1, end - 1)) : std::nullopt;
    }
    return addressFrom(entry.count(':') == 1 ? entry.first(entry.indexOf(':')) : entry);
}

std::optional<std::pair<QHostAddress, int>> subnetFrom(const QString &text)
{
    const auto subnet = QHostAddress::parseSubnet(text);
    if (!addressFrom(text.section(u'/', 0, 0).toLatin1()) || subnet.second < 0)
        return std::nullopt;
    return subnet;
}

} // namespace

std::expected<ForwardedFor, QString> ForwardedFor::fromProxies(const QString &list)
{
    ForwardedFor result;
    const QString separated = QString(list).replace(u',', u' ').simplified();
    for (const auto &entry : separated.split(u' ', Qt::SkipEmptyParts)) {
        const auto subnet = subnetFrom(entry);
        if (!subnet)
            return std::unexpected(QString(u"'"_s + entry + u"' is neither an address nor a subnet"_s));
        result.m_proxies.push_back(*subnet);
    }
    return result;
}

bool ForwardedFor::isProxy(const QHostAddress &address) const
{
    const QHostAddress plain = unmapped(address);
    return std::ranges::any_of(m_proxies,
                               [&plain](const Subnet &subnet) { return plain.isInSubnet(subnet); });
}

QHostAddress ForwardedFor::client(const QHostAddress &peer, const QByteArrayList &fields) const
{
    QHostAddress client = unmapped(peer);
    const auto hops = fields.join(',').split(',');
    for (const auto &hop : hops | std::views::reverse) {
        const auto before = isProxy(client) ? hopFrom(hop.trimmed()) : std::nullopt;
        if (!before)
            break;
        client = *before;
    }
    return client;
}

} // namespace holdfast
