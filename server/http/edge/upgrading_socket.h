// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "http/edge/connection_counts.h"
#include "http/edge/descriptor.h"

#include <QTcpSocket>

namespace holdfast::http {

/// A connection on its way to being a WebSocket: Qt's HTTP server reads the request from it once more. It
/// holds its place among the connections as long as it lives. Server thread only.
class UpgradingSocket final : public QTcpSocket
{
    Q_OBJECT

public:
    /// `received` is read first. Not open when Qt does not take the descriptor.
    UpgradingSocket(Descriptor descriptor, QByteArrayView received,
                    std::unique_ptr<ConnectionCounts::Place> place);
    ~UpgradingSocket() override;
    Q_DISABLE_COPY_MOVE(UpgradingSocket)

    /// Qt has read the request and shall upgrade the connection.
    bool isConfirmed = false;

private:
    std::unique_ptr<ConnectionCounts::Place> m_place;
};

} // namespace holdfast::http
