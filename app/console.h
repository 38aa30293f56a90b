// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "ui/main_window.h"

#include <QObject>

namespace holdfast {

class Desk;
class Service;

/// The window, connected to the service: what its operator wants goes to the desk, what comes of it arrives
/// through the feed. Main thread.
class Console final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Console)

public:
    /// Shows the window; `service` must outlive the console.
    explicit Console(Service &service);

private:
    void connectIntents();
    void connectProducts(Desk &desk);
    void connectSales(Desk &desk);

    Service &m_service;
    MainWindow m_window;
};

} // namespace holdfast
