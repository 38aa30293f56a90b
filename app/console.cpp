// SPDX-License-Identifier: GPL-3.0-only
#include "app/console.h"

#include "app/service.h"
#include "desk/desk.h"

namespace holdfast {

Console::Console(Service &service)
    : m_service(service)
    , m_window(service.feed().tap())
{
    connect(&service, &Service::started, this, &Console::connectIntents);
    m_window.show();
}

void Console::connectIntents()
{
    auto *desk = m_service.desk();
    connect(&m_window, &MainWindow::releaseRequested, desk, &Desk::releaseHolds);
    connect(&m_window, &MainWindow::extendRequested, desk, &Desk::extendHolds);
    connect(&m_window, &MainWindow::apiKeysRequested, desk, &Desk::requestApiKeys);
    connect(&m_window, &MainWindow::makeApiKeyRequested, desk, &Desk::makeApiKey);
    connect(&m_window, &MainWindow::revokeApiKeyRequested, desk, &Desk::revokeApiKey);
    connect(desk, &Desk::apiKeysRead, &m_window, &MainWindow::showApiKeys);
    connect(desk, &Desk::apiKeyMade, &m_window, &MainWindow::showNewApiKey);
    connect(desk, &Desk::apiKeysUnread, &m_window, &MainWindow::showApiKeysUnread);
    connect(desk, &Desk::apiKeysFailed, &m_window, &MainWindow::showApiKeyFault);
    desk->requestSnapshot();
    desk->requestApiKeys();
}

} // namespace holdfast
