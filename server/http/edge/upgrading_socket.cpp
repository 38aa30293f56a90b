// SPDX-License-Identifier: GPL-3.0-only
#include "http/edge/upgrading_socket.h"

#include <algorithm>

namespace holdfast::http {

UpgradingSocket::UpgradingSocket(Descriptor descriptor, QByteArrayView received,
                                 std::unique_ptr<ConnectionCounts::Place> place)
    : m_place(std::move(place))
{
    if (!setSocketDescriptor(descriptor.number()))
        return;
    descriptor.release();
    std::for_each(received.rbegin(), received.rend(), [this](char byte) { ungetChar(byte); });
    connect(this, &QTcpSocket::disconnected, this, &QObject::deleteLater);
}

UpgradingSocket::~UpgradingSocket() = default;

} // namespace holdfast::http
