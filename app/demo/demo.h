// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "app/demo/demo_pace.h"

#include <QObject>
#include <QThread>
#include <QUrl>

namespace holdfast {

/// Simulated shoppers on the real HTTP port for as long as this lives. They work on a thread of their own, so
/// that a window on the main thread never waits for them. They shop in the demo's sale only (see
/// demo_sale.h), and go on after whatever happens to the server. Lives on the main thread.
class Demo final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Demo)

public:
    /// `baseUrl` has scheme, address and port of a server with open access.
    explicit Demo(const QUrl &baseUrl, const DemoPace &pace = {});
    Demo(const QUrl &baseUrl, const DemoPace &pace, quint64 seed);
    /// Sends everybody home; requests under way are dropped.
    ~Demo() override;

private:
    QThread m_thread;
};

} // namespace holdfast
