// SPDX-License-Identifier: GPL-3.0-only
#include "sample_shop.h"
#include "ui/products_page/product_dialog.h"
#include "ui/products_page/products_model.h"
#include "ui/products_page/products_page.h"
#include "ui/products_page/restock_dialog.h"
#include "ui/widgets/confirm_dialog.h"
#include "ui/widgets/form_field.h"
#include "ui/widgets/icon.h"
#include "ui/widgets/undo_bar.h"
#include "ui_environment.h"

#include <QApplication>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QTableView>
#include <QTest>

using namespace holdfast;
using namespace holdfast::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
{
    QTest::keyClick(QApplication::focusWidget(), key, modifiers);
}

Situation fresh()
{
    Situation situation;
    situation.age = 10ms;
    return situation;
}

/// A page on three products, and what it asked for.
struct Page
{
    Page()
        : page(catalogue, sales)
    {
        QObject::connect(&page, &ProductsPage::createRequested, &page,
                         [this](const NewProduct &product) { created.append(product); });
        QObject::connect(&page, &ProductsPage::editRequested, &page,
                         [this](ProductId product, const ProductEdit &edit, qint64 version) {
                             edits.append({product, edit, version});
                         });
        QObject::connect(&page, &ProductsPage::restockRequested, &page,
                         [this](ProductId, Quantity quantity, const QString &reason) {
                             restocks.append({quantity.units(), reason});
                         });
        QObject::connect(&page, &ProductsPage::archiveRequested, &page,
                         [this](ProductId product) { archived.append(product.number()); });
        QObject::connect(&page, &ProductsPage::restoreRequested, &page,
                         [this](ProductId product) { restored.append(product.number()); });
        QObject::connect(&page, &ProductsPage::movementsRequested, &page,
                         [this](ProductId product) { movementsOf.append(product.number()); });
        page.resize(1100, 700);
        page.show();
    }

    void open()
    {
        Product lamp = plainProduct(1, u"Lamp"_s, {100, 60, 10, 30});
        lamp.category = u"Home"_s;
        tell({lamp, plainProduct(2, u"Kayak"_s, {5, 5, 0, 0}), plainProduct(3, u"Anvil"_s, {9, 9, 0, 0})});
    }
    void tell(const std::vector<Product> &products)
    {
        ChangeSet changes;
        changes.products = products;
        tell(changes);
    }
    void tell(const ChangeSet &changes)
    {
        GatheredChanges gathered;
        gathered.changes = changes;
        page.gather(gathered, catalogue.apply(changes, false));
        page.apply(fresh());
    }
    void select(const QString &name) const
    {
        for (int row = 0; row < table()->model()->rowCount(); ++row) {
            if (table()->model()->index(row, 0).data().toString() == name)
                table()->setCurrentIndex(table()->model()->index(row, 0));
        }
    }
    template <typename Widget>
    Widget *find(const QString &name = {}) const
    {
        return page.findChild<Widget *>(name);
    }
    QTableView *table() const { return find<QTableView>(u"productsTable"_s); }
    QString status() const { return find<QLabel>(u"productsStatus"_s)->text(); }
    UndoBar *undo() const { return find<UndoBar>(); }
    void done(ProductAct act, const Product &product) { page.showResult({act, product, std::nullopt}); }
    QStringList shown() const
    {
        QStringList names;
        for (int row = 0; row < table()->model()->rowCount(); ++row)
            names.append(table()->model()->index(row, 0).data().toString());
        return names;
    }

    struct Edit
    {
        ProductId product;
        ProductEdit edit;
        qint64 version;
    };
    Catalogue catalogue;
    QHash<SaleId, Sale> sales;
    ProductsPage page;
    QList<NewProduct> created;
    QList<Edit> edits;
    QList<std::pair<int, QString>> restocks;
    QList<qint64> archived;
    QList<qint64> restored;
    QList<qint64> movementsOf;
};

} // namespace

class ProductsPageTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { loadUiResources(); }
    void theFirstIsCreatedWithTheKeyboardOnly();
    void createsWithTheKeyboardOnly();
    void aCreatedProductIsSelectedAndCanBeTakenBack();
    void whatTheFeedBroughtFirstIsSelectedToo();
    void editsWithTheKeyboardOnly();
    void anEditCanBeTakenBack();
    void takingAnEditBackIsToldAndEndsThere();
    void restocksWithTheKeyboardOnly();
    void archivesAfterAsking();
    void whatIsHeldIsNotArchived();
    void archivingCanBeTakenBack();
    void aRefusedActIsToldUntilTheNext();
    void aRefusedDialogStaysOpen();
    void withoutASelectionNothingIsAsked();
    void onlyOneThingIsAskedAtATime();
    void searchesAndFilters();
    void categoriesFollowTheCatalogue();
    void deletingInTheSearchFieldArchivesNothing();
    void theSelectionSurvivesASnapshot();
    void movementsAreReadWhenTheTotalMoves();
    void movementsOfAnotherProductAreNotShown();
    void movementsThatCannotBeReadAreAskedForAgain();
    void emptyAndNoMatchSayWhatToDo();
    void orderStandsStillWhileSelected();

private:
    UiEnvironment m_environment;
};

void ProductsPageTest::theFirstIsCreatedWithTheKeyboardOnly()
{
    Page test;
    QVERIFY(QTest::qWaitForWindowActive(&test.page));
    test.page.apply(fresh());
    test.page.setFocus();
    QVERIFY(test.page.isAncestorOf(QApplication::focusWidget()));
    press(Qt::Key_N, Qt::ControlModifier);
    QTRY_VERIFY(test.find<ProductDialog>());
}

void ProductsPageTest::createsWithTheKeyboardOnly()
{
    Page test;
    QVERIFY(QTest::qWaitForWindowActive(&test.page));
    test.open();
    test.page.setFocus();
    press(Qt::Key_N, Qt::ControlModifier);
    QTRY_VERIFY(qobject_cast<QLineEdit *>(QApplication::focusWidget()));
    QTest::keyClicks(QApplication::focusWidget(), u"Pot"_s);
    // Category, price, currency, units.
    for (int field = 0; field < 4; ++field)
        press(Qt::Key_Tab);
    QTest::keyClicks(QApplication::focusWidget(), u"12"_s);
    press(Qt::Key_Return);
    QCOMPARE(test.created.size(), 1);
    QCOMPARE(test.created[0].name, u"Pot"_s);
    QCOMPARE(test.created[0].totalStock, 12);
    // What most of the catalogue has.
    QCOMPARE(test.created[0].currency, u"EUR"_s);
    QCOMPARE(test.created[0].holdSeconds, 600);
}

void ProductsPageTest::aCreatedProductIsSelectedAndCanBeTakenBack()
{
    Page test;
    test.open();
    const Product pot = plainProduct(4, u"Pot"_s, {12, 12, 0, 0});
    test.done(ProductAct::Create, pot);
    QCOMPARE(test.undo()->text(), u"Created “Pot”"_s);
    test.tell({pot});
    QCOMPARE(test.table()->currentIndex().data().toString(), u"Pot"_s);
    test.undo()->undo();
    QCOMPARE(test.archived, QList<qint64>{4});
}

void ProductsPageTest::whatTheFeedBroughtFirstIsSelectedToo()
{
    Page test;
    test.open();
    const Product pot = plainProduct(4, u"Pot"_s, {12, 12, 0, 0});
    test.tell({pot});
    test.done(ProductAct::Create, pot);
    QCOMPARE(test.table()->currentIndex().data().toString(), u"Pot"_s);
    // Once: later news leaves the operator where he is.
    test.select(u"Lamp"_s);
    test.tell({plainProduct(5, u"Bowl"_s, {1, 1, 0, 0})});
    QCOMPARE(test.table()->currentIndex().data().toString(), u"Lamp"_s);
}

void ProductsPageTest::editsWithTheKeyboardOnly()
{
    Page test;
    QVERIFY(QTest::qWaitForWindowActive(&test.page));
    test.open();
    test.select(u"Lamp"_s);
    test.table()->setFocus();
    press(Qt::Key_Return);
    QTRY_VERIFY(qobject_cast<QLineEdit *>(QApplication::focusWidget()));
    press(Qt::Key_A, Qt::ControlModifier);
    QTest::keyClicks(QApplication::focusWidget(), u"Desk lamp"_s);
    press(Qt::Key_Return);
    QCOMPARE(test.edits.size(), 1);
    QVERIFY(test.edits[0].edit == ProductEdit{.name = u"Desk lamp"_s});
    QCOMPARE(test.edits[0].product.number(), 1);
    QCOMPARE(test.edits[0].version, 1);
}

void ProductsPageTest::anEditCanBeTakenBack()
{
    Page test;
    test.open();
    test.select(u"Kayak"_s);
    test.page.askEdit();
    const auto *dialog = test.find<ProductDialog>();
    dialog->findChild<FormField *>(u"nameField"_s)->setText(u"Canoe"_s);
    dialog->findChild<QPushButton *>(u"confirmButton"_s)->click();
    Product canoe = *test.catalogue.find(*ProductId::from(2));
    canoe.name = u"Canoe"_s;
    canoe.version = 2;
    test.done(ProductAct::Edit, canoe);
    QTRY_VERIFY(!test.find<ProductDialog>());
    QCOMPARE(test.undo()->text(), u"Changed “Canoe”"_s);
    test.undo()->undo();
    QCOMPARE(test.edits.size(), 2);
    QVERIFY(test.edits[1].edit == ProductEdit{.name = u"Kayak"_s});
    QCOMPARE(test.edits[1].version, 2);
}

void ProductsPageTest::takingAnEditBackIsToldAndEndsThere()
{
    Page test;
    test.open();
    test.done(ProductAct::Edit, *test.catalogue.find(*ProductId::from(2)));
    QVERIFY(test.undo()->text().contains(u"as it was before"_s));
    test.undo()->undo();
    QVERIFY(test.edits.isEmpty());
}

void ProductsPageTest::restocksWithTheKeyboardOnly()
{
    Page test;
    QVERIFY(QTest::qWaitForWindowActive(&test.page));
    test.open();
    test.select(u"Kayak"_s);
    test.table()->setFocus();
    press(Qt::Key_R, Qt::ControlModifier);
    QTRY_VERIFY(qobject_cast<QSpinBox *>(QApplication::focusWidget()));
    QTest::keyClicks(QApplication::focusWidget(), u"20"_s);
    press(Qt::Key_Tab);
    QTest::keyClicks(QApplication::focusWidget(), u"delivery"_s);
    press(Qt::Key_Return);
    QCOMPARE(test.restocks, (QList<std::pair<int, QString>>{{20, u"delivery"_s}}));
    QVERIFY(test.find<RestockDialog>()->isVisible());
    test.done(ProductAct::Restock, plainProduct(2, u"Kayak"_s, {25, 25, 0, 0}));
    QTRY_VERIFY(!test.find<RestockDialog>());
    QCOMPARE(test.undo()->text(), u"Restocked “Kayak”: 25 units in all"_s);
}

void ProductsPageTest::archivesAfterAsking()
{
    Page test;
    QVERIFY(QTest::qWaitForWindowActive(&test.page));
    test.open();
    test.select(u"Kayak"_s);
    test.table()->setFocus();
    press(Qt::Key_Delete);
    QTRY_VERIFY(test.find<ConfirmDialog>());
    const auto *confirm = test.find<ConfirmDialog>()->findChild<QPushButton *>(u"confirmButton"_s);
    QVERIFY(test.archived.isEmpty());
    QCOMPARE(confirm->text(), u"Archive “Kayak”"_s);
    QTRY_VERIFY(confirm->hasFocus());
    press(Qt::Key_Return);
    QCOMPARE(test.archived, QList<qint64>{2});
}

void ProductsPageTest::whatIsHeldIsNotArchived()
{
    Page test;
    test.open();
    test.select(u"Lamp"_s);
    test.page.askArchive();
    QVERIFY(!test.find<ConfirmDialog>());
    QVERIFY(test.status().contains(u"10 units are held"_s));
}

void ProductsPageTest::archivingCanBeTakenBack()
{
    Page test;
    test.open();
    const Product kayak = *test.catalogue.find(*ProductId::from(2));
    test.done(ProductAct::Archive, kayak);
    ChangeSet gone;
    gone.archivedProducts = {kayak.id};
    test.tell(gone);
    QCOMPARE(test.shown(), (QStringList{u"Anvil"_s, u"Lamp"_s}));
    QCOMPARE(test.undo()->text(), u"Archived “Kayak”"_s);
    test.table()->setFocus();
    QVERIFY(QTest::qWaitForWindowActive(&test.page));
    press(Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(test.restored, QList<qint64>{2});
    test.done(ProductAct::Restore, kayak);
    test.tell({kayak});
    QCOMPARE(test.table()->currentIndex().data().toString(), u"Kayak"_s);
    QCOMPARE(test.undo()->text(), u"“Kayak” is back in the catalogue"_s);
}

void ProductsPageTest::aRefusedActIsToldUntilTheNext()
{
    Page test;
    test.open();
    QCOMPARE(test.status(), u"3 products"_s);
    test.page.showResult(
        {ProductAct::Archive, std::nullopt, Refusal{ErrorCode::DbUnavailable, u"Nothing was changed"_s, {}}});
    QVERIFY(test.status().contains(u"Nothing was changed"_s));
    QVERIFY(test.undo()->text().isEmpty());
    test.select(u"Kayak"_s);
    test.page.askEdit();
    QCOMPARE(test.status(), u"3 products"_s);
}

void ProductsPageTest::aRefusedDialogStaysOpen()
{
    Page test;
    test.open();
    test.select(u"Kayak"_s);
    test.page.askEdit();
    const auto *dialog = test.find<ProductDialog>();
    dialog->findChild<FormField *>(u"nameField"_s)->setText(u"Canoe"_s);
    dialog->findChild<QPushButton *>(u"confirmButton"_s)->click();
    Product theirs = *test.catalogue.find(*ProductId::from(2));
    theirs.version = 9;
    theirs.category = u"Boats"_s;
    test.page.showResult({ProductAct::Edit, theirs, Refusal::of(ErrorCode::VersionConflict)});
    QVERIFY(dialog->isVisible());
    QCOMPARE(dialog->findChild<FormField *>(u"nameField"_s)->text(), u"Canoe"_s);
    dialog->findChild<QPushButton *>(u"confirmButton"_s)->click();
    QCOMPARE(test.edits.last().version, 9);
    QVERIFY(test.status().startsWith(u"3 products"_s));
}

void ProductsPageTest::withoutASelectionNothingIsAsked()
{
    Page test;
    test.open();
    for (const QString &name : {u"editButton"_s, u"restockButton"_s, u"archiveButton"_s})
        QVERIFY(!test.find<QPushButton>(name)->isEnabled());
    test.page.askEdit();
    test.page.askRestock();
    test.page.askArchive();
    QVERIFY(!test.find<QDialog>());
    test.select(u"Lamp"_s);
    QVERIFY(test.find<QPushButton>(u"editButton"_s)->isEnabled());
}

// A key may come before the dialog has the keyboard.
void ProductsPageTest::onlyOneThingIsAskedAtATime()
{
    Page test;
    QVERIFY(QTest::qWaitForWindowActive(&test.page));
    test.open();
    test.select(u"Kayak"_s);
    test.table()->setFocus();
    test.undo()->offer(u"Archived “Pot”"_s, [] { QFAIL("undone behind a dialog"); });
    press(Qt::Key_Delete);
    for (const Qt::Key key : {Qt::Key_Delete, Qt::Key_Return})
        QTest::keyClick(test.table(), key);
    for (const Qt::Key key : {Qt::Key_N, Qt::Key_R, Qt::Key_Z})
        QTest::keyClick(test.table(), key, Qt::ControlModifier);
    QCOMPARE(test.page.findChildren<QDialog *>().size(), 1);
    test.find<ConfirmDialog>()->reject();
    test.page.askEdit();
    QVERIFY(test.find<ProductDialog>());
}

void ProductsPageTest::searchesAndFilters()
{
    Page test;
    test.open();
    QCOMPARE(test.shown(), (QStringList{u"Anvil"_s, u"Kayak"_s, u"Lamp"_s}));
    auto *search = test.find<QLineEdit>(u"productsFilter"_s);
    search->setText(u"ka"_s);
    QCOMPARE(test.shown(), QStringList{u"Kayak"_s});
    QCOMPARE(test.status(), u"1 of 3 products"_s);
    search->clear();
    auto *category = test.find<QComboBox>(u"productsCategory"_s);
    category->setCurrentIndex(category->findText(u"Home"_s));
    QCOMPARE(test.shown(), QStringList{u"Lamp"_s});
    category->setCurrentIndex(category->findText(u"Without a category"_s));
    QCOMPARE(test.shown(), (QStringList{u"Anvil"_s, u"Kayak"_s}));
}

void ProductsPageTest::categoriesFollowTheCatalogue()
{
    Page test;
    test.open();
    auto *category = test.find<QComboBox>(u"productsCategory"_s);
    category->setCurrentIndex(category->findText(u"Home"_s));
    Product lamp = *test.catalogue.find(*ProductId::from(1));
    lamp.category = u"Lights"_s;
    lamp.version = 2;
    test.tell({lamp});
    // The chosen one is gone: everything is shown again.
    QCOMPARE(category->currentIndex(), 0);
    QVERIFY(category->findText(u"Lights"_s) > 0);
    QCOMPARE(test.shown().size(), 3);
}

void ProductsPageTest::deletingInTheSearchFieldArchivesNothing()
{
    Page test;
    QVERIFY(QTest::qWaitForWindowActive(&test.page));
    test.open();
    test.select(u"Kayak"_s);
    press(Qt::Key_F, Qt::ControlModifier);
    QTRY_VERIFY(test.find<QLineEdit>(u"productsFilter"_s)->hasFocus());
    press(Qt::Key_Delete);
    QVERIFY(!test.find<QDialog>());
}

void ProductsPageTest::theSelectionSurvivesASnapshot()
{
    Page test;
    test.open();
    test.select(u"Kayak"_s);
    GatheredChanges snapshot;
    for (const Product &product : test.catalogue.products())
        snapshot.changes.products.push_back(product);
    snapshot.isSnapshot = true;
    test.page.gather(snapshot, test.catalogue.apply(snapshot.changes, true));
    test.page.apply(fresh());
    QCOMPARE(test.table()->selectionModel()->selectedRows().size(), 1);
    QCOMPARE(test.table()->currentIndex().data().toString(), u"Kayak"_s);
}

void ProductsPageTest::movementsAreReadWhenTheTotalMoves()
{
    Page test;
    test.open();
    test.select(u"Kayak"_s);
    QCOMPARE(test.movementsOf, QList<qint64>{2});
    ChangeSet sold;
    sold.stocks = {{*ProductId::from(2), {5, 3, 0, 2}, 7}};
    test.tell(sold);
    QCOMPARE(test.movementsOf.size(), 1);
    ChangeSet restocked;
    restocked.stocks = {{*ProductId::from(2), {25, 23, 0, 2}, 8}};
    test.tell(restocked);
    QCOMPARE(test.movementsOf, (QList<qint64>{2, 2}));
    test.select(u"Lamp"_s);
    QCOMPARE(test.movementsOf, (QList<qint64>{2, 2, 1}));
}

void ProductsPageTest::movementsOfAnotherProductAreNotShown()
{
    Page test;
    test.open();
    auto *movements = test.find<QTableView>(u"movementsTable"_s);
    const StockMovement created{MovementKind::Created, 5, {}, {}, instantFromMicroseconds(0)};
    test.page.showMovements(*ProductId::from(2), {created});
    QCOMPARE(movements->model()->rowCount(), 0);
    test.select(u"Kayak"_s);
    test.page.showMovements(*ProductId::from(1), {created, created});
    QCOMPARE(movements->model()->rowCount(), 0);
    test.page.showMovements(*ProductId::from(2), {created});
    QCOMPARE(movements->model()->rowCount(), 1);
    QVERIFY(movements->isVisible());
    // What was shown is not the next one's.
    test.select(u"Lamp"_s);
    QVERIFY(!movements->isVisible());
}

void ProductsPageTest::movementsThatCannotBeReadAreAskedForAgain()
{
    Page test;
    test.open();
    test.select(u"Kayak"_s);
    test.page.showMovementsUnread(*ProductId::from(2), u"no answer"_s);
    QVERIFY(test.find<QLabel>(u"movementsRemark"_s)->text().contains(u"no answer"_s));
    for (int second = 0; second < 5; ++second)
        test.page.tick();
    QCOMPARE(test.movementsOf, (QList<qint64>{2, 2}));
    test.page.showMovements(*ProductId::from(2), {});
    for (int second = 0; second < 20; ++second)
        test.page.tick();
    QCOMPARE(test.movementsOf.size(), 2);
}

void ProductsPageTest::emptyAndNoMatchSayWhatToDo()
{
    Page test;
    test.page.apply({});
    QVERIFY(!test.table()->isVisible());
    const auto isShown = [&test](const QString &text) {
        const auto labels = test.page.findChildren<QLabel *>();
        return std::ranges::any_of(labels, [&text](const QLabel *label) {
            return label->isVisible() && label->text().contains(text);
        });
    };
    QVERIFY(isShown(u"Waiting for the database"_s));
    test.page.apply(fresh());
    QVERIFY(isShown(u"No product yet"_s));
    QVERIFY(isShown(u"Ctrl+N"_s));
    test.open();
    QVERIFY(test.table()->isVisible());
    test.find<QLineEdit>(u"productsFilter"_s)->setText(u"nothing like it"_s);
    QVERIFY(isShown(u"No product matches"_s));
    test.find<QLineEdit>(u"productsFilter"_s)->clear();
    QVERIFY(test.table()->isVisible());
}

void ProductsPageTest::orderStandsStillWhileSelected()
{
    Page test;
    test.open();
    test.table()->sortByColumn(ProductsModel::AvailableColumn, Qt::AscendingOrder);
    QCOMPARE(test.shown(), (QStringList{u"Kayak"_s, u"Anvil"_s, u"Lamp"_s}));
    test.select(u"Lamp"_s);
    ChangeSet sold;
    sold.stocks = {{*ProductId::from(1), {100, 1, 0, 99}, 9}};
    test.tell(sold);
    for (int second = 0; second < 4; ++second)
        test.page.tick();
    QCOMPARE(test.shown(), (QStringList{u"Kayak"_s, u"Anvil"_s, u"Lamp"_s}));
    test.table()->clearSelection();
    for (int second = 0; second < 4; ++second)
        test.page.tick();
    QCOMPARE(test.shown(), (QStringList{u"Lamp"_s, u"Kayak"_s, u"Anvil"_s}));
}

QTEST_MAIN(ProductsPageTest)
#include "test_products_page.moc"
