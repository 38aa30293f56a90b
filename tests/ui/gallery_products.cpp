// SPDX-License-Identifier: GPL-3.0-only
#include "gallery_products.h"

#include "gallery_scene.h"
#include "ui/products_page/product_dialog.h"
#include "ui/products_page/products_page.h"
#include "ui/products_page/restock_dialog.h"
#include "ui/widgets/confirm_dialog.h"

#include <QLineEdit>
#include <QSpinBox>
#include <QTableView>

namespace holdfast::test {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// Puts what a shop's catalogue would say into the sample's products.
ChangeSet furnished(const SampleShop &shop)
{
    const QString categories[] = {u"Home"_s, u"Outdoor"_s, u"Kitchen"_s, u"Audio"_s, {}};
    ChangeSet changes;
    for (Product product : shop.products()) {
        const auto number = static_cast<size_t>(product.id.number());
        product.category = categories[number % std::size(categories)];
        product.perUserLimit = number % 3 == 0 ? std::optional(4) : std::nullopt;
        product.holdSeconds = number % 4 == 0 ? 300 : 600;
        product.version = static_cast<qint64>(2 + number % 7);
        if (number % 6 == 0)
            product.price = std::nullopt;
        if (number % 2 == 0)
            product.sale = SaleId::from(1);
        changes.products.push_back(product);
    }
    return changes;
}

QList<StockMovement> movements(const SampleShop &shop)
{
    return {{MovementKind::Adjusted, -4, u"four came damaged"_s, {}, shop.now() - 2h},
            {MovementKind::Restocked, 40, u"second delivery, from the warehouse in Lyon"_s,
             u"admin@localhost"_s, shop.now() - 26h},
            {MovementKind::Created, 60, {}, u"web shop"_s, shop.now() - 24h * 12}};
}

struct ProductScene : Scene
{
    using Scene::Scene;

    ProductsPage *page() { return window.findChild<ProductsPage *>(); }
    QTableView *table() { return window.findChild<QTableView *>(u"productsTable"_s); }
    ProductId idOf(int row)
    {
        const auto name = table()->model()->index(row, 0).data().toString();
        for (const Product &product : shop.products()) {
            if (product.name == name)
                return product.id;
        }
        qFatal("no such product");
    }

    void fill(int products)
    {
        window.showPage(MainWindow::Page::Products);
        open(products, 200, 600);
        feed.publish(furnished(shop));
        wait(400ms);
    }

    void select(int row)
    {
        table()->selectRow(row);
        window.showMovements(idOf(row), movements(shop));
    }
};

void takeEmpty(const Camera &camera, ThemeChoice theme, const QString &name)
{
    ProductScene scene({1280, 800}, theme);
    scene.window.showPage(MainWindow::Page::Products);
    camera.take(scene.window, name + u"-waiting"_s);
    scene.open(0, 0, 0);
    camera.take(scene.window, name + u"-empty"_s);
}

void takeDialogs(const Camera &camera, ProductScene &scene, const QString &name)
{
    ProductsPage *page = scene.page();
    page->askCreate();
    auto *create = page->findChild<ProductDialog *>();
    camera.takeWidget(create, name + u"-create"_s);
    const auto fields = create->findChildren<QLineEdit *>();
    fields[2]->setText(u"12.345"_s);
    fields[4]->setText(u"many"_s);
    create->accept();
    camera.takeDialog(create, name + u"-create-faults"_s);
    wait(50ms);
    page->askEdit();
    auto *edit = page->findChild<ProductDialog *>();
    edit->findChildren<QLineEdit *>()[0]->setText(u"Board game: Tidewater, second edition"_s);
    edit->findChildren<QLineEdit *>()[4]->setText(u"200"_s);
    emit edit->findChildren<QLineEdit *>()[4]->textEdited(u"200"_s);
    edit->findChildren<QLineEdit *>()[7]->setText(u"two pallets found"_s);
    camera.takeWidget(edit, name + u"-edit"_s);
    edit->accept();
    Product theirs = *edit->base();
    theirs.name = u"Board game: Tidewater (2nd ed.)"_s;
    theirs.category = u"Games"_s;
    ++theirs.version;
    scene.window.showProductResult({ProductAct::Edit, theirs, Refusal::of(ErrorCode::VersionConflict)});
    camera.takeDialog(edit, name + u"-edit-conflict"_s);
    wait(50ms);
    page->askRestock();
    auto *restock = page->findChild<RestockDialog *>();
    restock->findChild<QSpinBox *>()->setValue(50);
    restock->findChild<QSpinBox *>()->selectAll();
    restock->findChild<QLineEdit *>(u"restockReason"_s)->setText(u"second delivery"_s);
    camera.takeDialog(restock, name + u"-restock"_s);
}

void takeFull(const Camera &camera, QSize size, ThemeChoice theme, const QString &name)
{
    ProductScene scene(size, theme);
    scene.fill(30);
    camera.take(scene.window, name + u"-full"_s);
    scene.select(2);
    scene.window.showProductResult({ProductAct::Archive, scene.shop.products()[5], std::nullopt});
    camera.take(scene.window, name + u"-undo"_s);
    takeDialogs(camera, scene, name);
    scene.window.findChild<QLineEdit *>(u"productsFilter"_s)->setText(u"wool"_s);
    camera.take(scene.window, name + u"-search"_s);
    scene.window.findChild<QLineEdit *>(u"productsFilter"_s)->setText(u"nothing like it"_s);
    camera.take(scene.window, name + u"-no-match"_s);
}

void takeArchiving(const Camera &camera)
{
    ProductScene scene({1280, 800}, ThemeChoice::Light);
    scene.window.showPage(MainWindow::Page::Products);
    scene.open(3, 0, 40);
    wait(400ms);
    scene.select(0);
    scene.page()->askArchive();
    camera.takeDialog(scene.page()->findChild<ConfirmDialog *>(), u"products-archive"_s);
}

void takeFaults(const Camera &camera, ThemeChoice theme, const QString &name)
{
    ProductScene scene({1280, 800}, theme);
    scene.fill(12);
    scene.select(1);
    scene.window.showMovementsUnread(scene.idOf(1), u"The database did not answer"_s);
    scene.window.showProductResult(
        {ProductAct::Archive, std::nullopt,
         Refusal{ErrorCode::DbUnavailable, u"The database did not answer; nothing was changed"_s, {}}});
    scene.feed.updateService([](ServiceState &state) {
        state.database = Health::Down;
        state.databaseText = u"connection lost, trying again"_s;
    });
    wait(3200ms);
    camera.take(scene.window, name + u"-error"_s);
}

} // namespace

void takeProductPictures(const Camera &camera)
{
    const std::pair<ThemeChoice, QString> themes[] = {{ThemeChoice::Light, u"products-light"_s},
                                                      {ThemeChoice::Dark, u"products-dark"_s}};
    for (const auto &[theme, name] : themes) {
        takeEmpty(camera, theme, name);
        takeFull(camera, {1440, 900}, theme, name);
        takeFaults(camera, theme, name);
    }
    takeArchiving(camera);
    takeFull(camera, {1024, 640}, ThemeChoice::Light, u"products-small"_s);
    takeFull(camera, {3840, 2160}, ThemeChoice::Dark, u"products-large"_s);
}

} // namespace holdfast::test
