// SPDX-License-Identifier: GPL-3.0-only
#include "gallery_sales.h"

#include "gallery_scene.h"
#include "sample_sales.h"
#include "ui/sales_page/sale_dialog.h"
#include "ui/sales_page/sale_dialogs.h"
#include "ui/sales_page/sales_page.h"
#include "ui/widgets/confirm_dialog.h"

#include <QTableView>

namespace holdfast::test {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// Sales in every phase over a full catalogue; the holds of the paused one are frozen.
void openSales(Scene &scene)
{
    scene.open(12, 90, 260);
    const Instant now = scene.shop.now();
    ChangeSet changes;
    changes.sales = salesInEveryPhase(now);
    for (const auto &[sale, first, count] : {std::tuple(1, 0, 5), std::tuple(2, 5, 4), std::tuple(3, 9, 2)}) {
        for (const Product &member : membersOf(*SaleId::from(sale), scene.shop, static_cast<size_t>(first),
                                               static_cast<size_t>(count)))
            changes.products.push_back(member);
    }
    for (const HoldChange &hold : scene.shop.active()) {
        const qint64 product = hold.reservation.product.number();
        if (product > 5 && product <= 9)
            changes.holds.push_back(
                {frozenAt(now - 3min, hold.reservation, changes.sales[1].endsAt), hold.username});
    }
    scene.feed.publish(changes);
    wait(600ms);
}

void takeSaleDialogs(const Camera &camera, SalesPage &page, const QString &name)
{
    page.askPause();
    camera.takeDialog(page.findChild<PauseSaleDialog *>(), name + u"-pause"_s);
    page.askEnd();
    camera.takeDialog(page.findChildren<ConfirmDialog *>().last(), name + u"-end"_s);
    page.askCancel();
    camera.takeDialog(page.findChildren<ConfirmDialog *>().last(), name + u"-cancel"_s);
    page.askExtendTo();
    camera.takeDialog(page.findChild<ExtendSaleDialog *>(), name + u"-extend"_s);
    page.askCreate();
    camera.takeDialog(page.findChild<SaleDialog *>(), name + u"-create"_s);
    page.askEdit();
    camera.takeDialog(page.findChildren<SaleDialog *>().last(), name + u"-edit"_s);
}

void takeSales(const Camera &camera, QSize size, ThemeChoice theme, const QString &name)
{
    Scene scene(size, theme);
    scene.window.showPage(MainWindow::Page::Sales);
    camera.take(scene.window, name + u"-waiting"_s);
    scene.feed.updateService([&](ServiceState &state) { state = goodService(scene.shop); });
    scene.feed.publishSnapshot({}, *scene.feed.tap());
    camera.take(scene.window, name + u"-empty"_s);
    openSales(scene);
    auto *page = scene.window.findChild<SalesPage *>();
    page->selectSale(*SaleId::from(1));
    camera.take(scene.window, name + u"-live"_s);
    takeSaleDialogs(camera, *page, name);
    page->selectSale(*SaleId::from(2));
    const Sale paused = salesInEveryPhase(scene.shop.now())[1];
    scene.feed.confirmFresh();
    scene.window.showSaleResult({SaleAct::Pause, paused, 37, std::nullopt});
    camera.take(scene.window, name + u"-paused"_s);
    scene.feed.confirmFresh();
    scene.window.showSaleResult({SaleAct::End, paused, 0, Refusal::of(ErrorCode::DbUnavailable)});
    camera.take(scene.window, name + u"-fault"_s);
    scene.window.showPage(MainWindow::Page::Reservations);
    scene.feed.confirmFresh();
    wait(300ms);
    scene.window.findChild<QTableView *>(u"reservationsTable"_s)->scrollToBottom();
    camera.take(scene.window, name + u"-frozen-holds"_s);
}

void takeOrders(const Camera &camera, QSize size, ThemeChoice theme, const QString &name)
{
    Scene scene(size, theme);
    scene.open(12, 40, 120);
    scene.window.showPage(MainWindow::Page::Orders);
    camera.take(scene.window, name + u"-waiting"_s);
    scene.window.showOrders(OrderSearch(), {});
    camera.take(scene.window, name + u"-empty"_s);
    scene.window.showOrders(OrderSearch(), sampleOrders(60, scene.shop.now()));
    scene.window.findChild<QTableView *>(u"ordersTable"_s)->selectRow(2);
    camera.take(scene.window, name);
    scene.window.showOrdersUnread({}, u"The database did not answer"_s);
    camera.take(scene.window, name + u"-fault"_s);
}

} // namespace

void takeSalePictures(const Camera &camera)
{
    takeSales(camera, {1280, 800}, ThemeChoice::Light, u"sales-light"_s);
    takeSales(camera, {1920, 1080}, ThemeChoice::Dark, u"sales-dark"_s);
    takeSales(camera, {1024, 640}, ThemeChoice::Light, u"sales-small"_s);
    takeSales(camera, {3840, 2160}, ThemeChoice::Dark, u"sales-large"_s);
}

void takeOrderPictures(const Camera &camera)
{
    takeOrders(camera, {1280, 800}, ThemeChoice::Light, u"orders-light"_s);
    takeOrders(camera, {1920, 1080}, ThemeChoice::Dark, u"orders-dark"_s);
    takeOrders(camera, {1024, 640}, ThemeChoice::Light, u"orders-small"_s);
    takeOrders(camera, {3840, 2160}, ThemeChoice::Light, u"orders-large"_s);
}

} // namespace holdfast::test
