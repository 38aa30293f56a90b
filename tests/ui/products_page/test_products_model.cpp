// SPDX-License-Identifier: GPL-3.0-only
#include "sample_shop.h"
#include "ui/products_page/movements_model.h"
#include "ui/products_page/product_filter.h"
#include "ui/products_page/products_model.h"

#include <QAbstractItemModelTester>
#include <QLocale>
#include <QSignalSpy>
#include <QTest>

using namespace holdfast;
using namespace holdfast::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// A catalogue and the table of it.
struct Table
{
    void tell(const ChangeSet &changes, bool isSnapshot = false)
    {
        model.gather(catalogue.apply(changes, isSnapshot));
        model.apply();
    }

    QString text(int row, int column) const { return model.index(row, column).data().toString(); }
    QStringList names() const
    {
        QStringList names;
        for (int row = 0; row < filter.rowCount(); ++row)
            names.append(filter.index(row, 0).data().toString());
        return names;
    }

    Catalogue catalogue;
    QHash<SaleId, Sale> sales;
    ProductsModel model{catalogue, sales};
    ProductFilter filter;
    QAbstractItemModelTester modelTester{&model, QAbstractItemModelTester::FailureReportingMode::QtTest};
    QAbstractItemModelTester filterTester{&filter, QAbstractItemModelTester::FailureReportingMode::QtTest};
};

Product product(qint64 id, const QString &name, const QString &category, qint64 cents, StockLevel stock)
{
    Product made = plainProduct(id, name, stock);
    made.category = category;
    made.price = Money::fromMinorUnits(cents);
    return made;
}

Sale autumn()
{
    return {.id = *SaleId::from(3),
            .name = u"Autumn"_s,
            .startsAt = std::nullopt,
            .endsAt = std::nullopt,
            .pausedAt = std::nullopt,
            .cancelledAt = std::nullopt};
}

ChangeSet threeProducts()
{
    ChangeSet changes;
    changes.products = {product(1, u"Lamp"_s, u"Home"_s, 4900, {100, 50, 20, 30}),
                        product(2, u"kayak"_s, u"Outdoor"_s, 89'900, {5, 5, 0, 0}),
                        product(3, u"Anvil"_s, {}, 900, {9, 0, 0, 9})};
    return changes;
}

} // namespace

class ProductsModelTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }
    void tellsEverythingOfAProduct();
    void whatIsNotSetIsADash();
    void aSnapshotKeepsTheRows();
    void oneBeatIsToldOnce();
    void sortsByRawValues();
    void rowsDoNotJumpUntilItLooks();
    void searchesEveryWordAnywhere();
    void filtersByCategory();
    void aRenamedSaleIsShown();
    void movementsAreTold();
    void newMovementsComeInFront();
};

void ProductsModelTest::tellsEverythingOfAProduct()
{
    Table table;
    ChangeSet changes;
    Product lamp = product(1, u"Lamp"_s, u"Home"_s, 123'450, {1700, 1000, 200, 500});
    lamp.perUserLimit = 4;
    lamp.version = 7;
    lamp.sale = SaleId::from(3);
    changes.products = {lamp};
    table.sales.insert(*SaleId::from(3), autumn());
    table.tell(changes);
    const QStringList wanted{u"Lamp"_s, u"Home"_s,  u"€1,234.50"_s, QString(),   u"1,000"_s,  u"200"_s,
                             u"500"_s,  u"1,700"_s, u"4"_s,         u"10 min"_s, u"Autumn"_s, u"7"_s};
    for (int column = 0; column < ProductsModel::ColumnCount; ++column)
        QCOMPARE(table.text(0, column), wanted[column]);
    const QModelIndex row = table.model.index(0, 0);
    QCOMPARE(row.data(ProductsModel::StockRole).value<StockLevel>(), lamp.stock);
    QCOMPARE(row.data(Qt::AccessibleTextRole).toString(),
             u"Lamp, €1,234.50: 1,000 left, 200 held, 500 sold of 1,700"_s);
}

void ProductsModelTest::whatIsNotSetIsADash()
{
    Table table;
    ChangeSet changes;
    changes.products = {plainProduct(1, u"Lamp"_s, {})};
    changes.products[0].price.reset();
    table.tell(changes);
    QCOMPARE(table.text(0, ProductsModel::PriceColumn), u"–"_s);
    QCOMPARE(table.text(0, ProductsModel::LimitColumn), u"–"_s);
    QCOMPARE(table.text(0, ProductsModel::SaleColumn), QString());
    QVERIFY(!table.model.index(0, ProductsModel::PriceColumn).data(Qt::ToolTipRole).toString().isEmpty());
}

void ProductsModelTest::aSnapshotKeepsTheRows()
{
    Table table;
    table.tell(threeProducts(), true);
    const QPersistentModelIndex kayak = table.model.index(1, 0);
    QSignalSpy reset(&table.model, &QAbstractItemModel::modelReset);
    ChangeSet again = threeProducts();
    again.products.erase(again.products.begin());
    again.products.push_back(product(4, u"Pot"_s, {}, 100, {1, 1, 0, 0}));
    table.tell(again, true);
    QCOMPARE(reset.count(), 0);
    QCOMPARE(table.model.rowCount(), 3);
    QCOMPARE(kayak.data().toString(), u"kayak"_s);
    QCOMPARE(table.model.rowOf(*ProductId::from(1)), -1);
}

void ProductsModelTest::oneBeatIsToldOnce()
{
    Table table;
    SampleShop shop;
    shop.openProducts(30);
    table.tell(shop.everything(), true);
    QSignalSpy changed(&table.model, &QAbstractItemModel::dataChanged);
    for (int step = 0; step < 200; ++step)
        table.model.gather(table.catalogue.apply(shop.reserve(3), false));
    QCOMPARE(changed.count(), 0);
    table.model.apply();
    QVERIFY(changed.count() >= 1 && changed.count() <= 30);
    for (int row = 0; row < table.model.rowCount(); ++row) {
        const Product &now = shop.products()[static_cast<size_t>(table.model.idAt(row).number() - 1)];
        QCOMPARE(table.model.index(row, 0).data(ProductsModel::StockRole).value<StockLevel>(), now.stock);
    }
}

void ProductsModelTest::sortsByRawValues()
{
    Table table;
    table.filter.setSourceModel(&table.model);
    table.tell(threeProducts());
    table.filter.sort(ProductsModel::NameColumn);
    // Not by the letters' codes, in which capitals come first.
    QCOMPARE(table.names(), (QStringList{u"Anvil"_s, u"kayak"_s, u"Lamp"_s}));
    table.filter.sort(ProductsModel::PriceColumn, Qt::DescendingOrder);
    QCOMPARE(table.names(), (QStringList{u"kayak"_s, u"Lamp"_s, u"Anvil"_s}));
    table.filter.sort(ProductsModel::AvailableColumn);
    QCOMPARE(table.names(), (QStringList{u"Anvil"_s, u"kayak"_s, u"Lamp"_s}));
}

void ProductsModelTest::rowsDoNotJumpUntilItLooks()
{
    Table table;
    table.filter.setSourceModel(&table.model);
    table.tell(threeProducts());
    table.filter.sort(ProductsModel::AvailableColumn);
    ChangeSet sold;
    sold.stocks = {{*ProductId::from(1), {100, 1, 0, 99}, 9}};
    table.tell(sold);
    QCOMPARE(table.names(), (QStringList{u"Anvil"_s, u"kayak"_s, u"Lamp"_s}));
    table.filter.look();
    QCOMPARE(table.names(), (QStringList{u"Anvil"_s, u"Lamp"_s, u"kayak"_s}));
}

void ProductsModelTest::searchesEveryWordAnywhere()
{
    Table table;
    table.filter.setSourceModel(&table.model);
    ChangeSet changes = threeProducts();
    changes.products[0].description = u"Warm light for desks"_s;
    table.tell(changes);
    table.filter.sort(ProductsModel::NameColumn);
    table.filter.setText(u" LAMP  desk "_s);
    QCOMPARE(table.names(), QStringList{u"Lamp"_s});
    table.filter.setText(u"outdoor"_s);
    QCOMPARE(table.names(), QStringList{u"kayak"_s});
    table.filter.setText(u"3"_s);
    QCOMPARE(table.names(), QStringList{u"Anvil"_s});
    table.filter.setText(u"lamp kayak"_s);
    QVERIFY(table.names().isEmpty());
    table.filter.setText({});
    QCOMPARE(table.names().size(), 3);
}

void ProductsModelTest::filtersByCategory()
{
    Table table;
    table.filter.setSourceModel(&table.model);
    table.tell(threeProducts());
    table.filter.setCategory(u"Home"_s);
    QCOMPARE(table.names(), QStringList{u"Lamp"_s});
    table.filter.setCategory(u""_s);
    QCOMPARE(table.names(), QStringList{u"Anvil"_s});
    table.filter.setCategory(std::nullopt);
    QCOMPARE(table.names().size(), 3);
}

void ProductsModelTest::aRenamedSaleIsShown()
{
    Table table;
    ChangeSet changes = threeProducts();
    changes.products[0].sale = SaleId::from(3);
    table.tell(changes);
    QCOMPARE(table.text(0, ProductsModel::SaleColumn), u"Sale 3"_s);
    QSignalSpy changed(&table.model, &QAbstractItemModel::dataChanged);
    table.sales.insert(*SaleId::from(3), autumn());
    table.model.refreshSales();
    QCOMPARE(changed.count(), 1);
    QCOMPARE(table.text(0, ProductsModel::SaleColumn), u"Autumn"_s);
}

void ProductsModelTest::movementsAreTold()
{
    MovementsModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    const Instant at = instantFromMicroseconds(1'800'000'000'000'000);
    model.showMovements({{MovementKind::Adjusted, -4, u"damaged"_s, {}, at + 2h},
                         {MovementKind::Restocked, 1500, u"delivery"_s, u"ana"_s, at + 1h},
                         {MovementKind::Created, 0, {}, u"ana"_s, at}});
    const auto row = [&model](int number) {
        QStringList texts;
        for (int column = 1; column < MovementsModel::ColumnCount; ++column)
            texts.append(model.index(number, column).data().toString());
        return texts;
    };
    QCOMPARE(row(0), (QStringList{u"Adjusted"_s, u"−4"_s, u"operator"_s, u"damaged"_s}));
    QCOMPARE(row(1), (QStringList{u"Restocked"_s, u"+1,500"_s, u"ana"_s, u"delivery"_s}));
    QCOMPARE(row(2), (QStringList{u"Created"_s, u"0"_s, u"ana"_s, QString()}));
}

void ProductsModelTest::newMovementsComeInFront()
{
    MovementsModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    const Instant at = instantFromMicroseconds(1'800'000'000'000'000);
    const QList<StockMovement> first{{MovementKind::Created, 5, {}, {}, at}};
    model.showMovements(first);
    QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
    QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
    QList<StockMovement> second = first;
    second.prepend({MovementKind::Restocked, 2, u"more"_s, {}, at + 1h});
    model.showMovements(second);
    model.showMovements(second);
    QCOMPARE(inserted.count(), 1);
    QCOMPARE(reset.count(), 0);
    QCOMPARE(model.rowCount(), 2);
    // Another product's.
    model.showMovements({{MovementKind::Created, 9, {}, {}, at}});
    QCOMPARE(reset.count(), 1);
    QCOMPARE(model.rowCount(), 1);
    model.showMovements({});
    QCOMPARE(model.rowCount(), 0);
}

QTEST_MAIN(ProductsModelTest)
#include "test_products_model.moc"
