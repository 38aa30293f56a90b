// SPDX-License-Identifier: GPL-3.0-only
#include "http/edge/listening_socket.h"

#include <algorithm>
#include <cerrno>
#include <cstring>

#include <netinet/in.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

namespace holdfast::http {

namespace {

socklen_t fillAddress(sockaddr_storage &storage, const QHostAddress &address, quint16 port)
{
    storage = {};
    if (address.protocol() == QAbstractSocket::IPv4Protocol) {
        auto *ipv4 = reinterpret_cast<sockaddr_in *>(&storage);
        ipv4->sin_family = AF_INET;
        ipv4->sin_port = htons(port);
        ipv4->sin_addr.s_addr = htonl(address.toIPv4Address());
        return sizeof(sockaddr_in);
    }
    // QHostAddress::Any is both families: an IPv6 socket that takes IPv4 too.
    auto *ipv6 = reinterpret_cast<sockaddr_in6 *>(&storage);
    ipv6->sin6_family = AF_INET6;
    ipv6->sin6_port = htons(port);
    const auto bytes =
        address.protocol() == QAbstractSocket::IPv6Protocol ? address.toIPv6Address() : Q_IPV6ADDR{};
    memcpy(&ipv6->sin6_addr, &bytes, sizeof(bytes));
    return sizeof(sockaddr_in6);
}

/// The errno, 0 on success.
int bindAndListen(int descriptor, const QHostAddress &address, quint16 port, int backlog, bool isShared)
{
    const int on = 1;
    const int isIpv6Only = address.protocol() == QAbstractSocket::IPv6Protocol ? 1 : 0;
    ::setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
    ::setsockopt(descriptor, IPPROTO_IPV6, IPV6_V6ONLY, &isIpv6Only, sizeof(isIpv6Only));
    if (isShared && ::setsockopt(descriptor, SOL_SOCKET, SO_REUSEPORT, &on, sizeof(on)) != 0)
        return errno;
    sockaddr_storage storage{};
    const socklen_t length = fillAddress(storage, address, port);
    if (::bind(descriptor, reinterpret_cast<const sockaddr *>(&storage), length) != 0)
        return errno;
    return ::listen(descriptor, backlog) != 0 ? errno : 0;
}

} // namespace

std::expected<int, QString> makeListeningSocket(const QHostAddress &address, quint16 port, int backlog,
                                                bool isShared)
{
    const int family = address.protocol() == QAbstractSocket::IPv4Protocol ? AF_INET : AF_INET6;
    const int descriptor = ::socket(family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    const int error = descriptor < 0 ? errno : bindAndListen(descriptor, address, port, backlog, isShared);
    if (error == 0)
        return descriptor;
    if (descriptor >= 0)
        ::close(descriptor);
    return std::unexpected(QString::fromLocal8Bit(strerror(error)));
}

int raiseDescriptorLimit()
{
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return 1024;
    // More would only make programs slow that close every possible descriptor.
    constexpr rlim_t descriptorsWanted = 65'536;
    const rlim_t before = limit.rlim_cur;
    limit.rlim_cur = std::max(before, std::min(limit.rlim_max, descriptorsWanted));
    const bool isRaised = ::setrlimit(RLIMIT_NOFILE, &limit) == 0;
    return static_cast<int>(std::min<rlim_t>(isRaised ? limit.rlim_cur : before, 1'000'000));
}

bool hasFreeDescriptors()
{
    constexpr rlim_t margin = 8;
    rlimit limit{};
    const int probe = ::eventfd(0, EFD_CLOEXEC);
    if (probe < 0)
        return false;
    ::close(probe);
    // The system hands out the lowest free number, so a high one means that hardly any is left.
    return ::getrlimit(RLIMIT_NOFILE, &limit) == 0 && static_cast<rlim_t>(probe) + margin < limit.rlim_cur;
}

} // namespace holdfast::http
