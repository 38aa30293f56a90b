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
    connectProducts(*desk);
    connectSales(*desk);
    connect(&m_window, &MainWindow::ordersRequested, desk, &Desk::requestOrders);
    connect(desk, &Desk::ordersRead, &m_window, &MainWindow::showOrders);
    connect(desk, &Desk::ordersUnread, &m_window, &MainWindow::showOrdersUnread);
    desk->requestSnapshot();
    desk->requestApiKeys();
}

void Console::connectProducts(Desk &desk)
{
    connect(&m_window, &MainWindow::createProductRequested, &desk, &Desk::createProduct);
    connect(&m_window, &MainWindow::editProductRequested, &desk, &Desk::editProduct);
    connect(&m_window, &MainWindow::restockProductRequested, &desk, &Desk::restockProduct);
    connect(&m_window, &MainWindow::archiveProductRequested, &desk, &Desk::archiveProduct);
    connect(&m_window, &MainWindow::restoreProductRequested, &desk, &Desk::restoreProduct);
    connect(&m_window, &MainWindow::movementsRequested, &desk, &Desk::requestMovements);
    connect(&desk, &Desk::productActed, &m_window, &MainWindow::showProductResult);
    connect(&desk, &Desk::movementsRead, &m_window, &MainWindow::showMovements);
    connect(&desk, &Desk::movementsUnread, &m_window, &MainWindow::showMovementsUnread);
}

void Console::connectSales(Desk &desk)
{
    connect(&m_window, &MainWindow::createSaleRequested, &desk, &Desk::createSale);
    connect(&m_window, &MainWindow::editSaleRequested, &desk, &Desk::editSale);
    connect(&m_window, &MainWindow::startSaleRequested, &desk, &Desk::startSale);
    connect(&m_window, &MainWindow::pauseSaleRequested, &desk, &Desk::pauseSale);
    connect(&m_window, &MainWindow::resumeSaleRequested, &desk, &Desk::resumeSale);
    connect(&m_window, &MainWindow::extendSaleRequested, &desk, &Desk::extendSale);
    connect(&m_window, &MainWindow::endSaleRequested, &desk, &Desk::endSale);
    connect(&m_window, &MainWindow::cancelSaleRequested, &desk, &Desk::cancelSale);
    connect(&desk, &Desk::saleActed, &m_window, &MainWindow::showSaleResult);
}

} // namespace holdfast
