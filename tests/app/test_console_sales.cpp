// SPDX-License-Identifier: GPL-3.0-only
#include "accounts/audit_log.h"
#include "running_console.h"
#include "stock/catalogue.h"
#include "stock/sales.h"
#include "tests/ui/ui_environment.h"
#include "ui/frame/top_strip.h"
#include "ui/orders_page/orders_page.h"
#include "ui/sales_page/sale_dialog.h"
#include "ui/sales_page/sale_dialogs.h"
#include "ui/sales_page/sales_page.h"
#include "ui/widgets/confirm_dialog.h"
#include "ui/widgets/undo_bar.h"

#include <QCheckBox>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QTableView>
#include <QTest>

using namespace holdfast;
using namespace holdfast::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// What the operator does on the Sales page, from the window to the rows of the database, and back through
/// the feed.
class TestConsoleSales final : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup() { m_console.reset(); }
    void pausedWithFrozenHoldsAndTakenBack();
    void createdStartedEndedAndTheDatabaseKnows();
    void editedAndExtended();
    void cancelReleasesTheHolds();
    void aRefusalIsTold();
    void ordersAreFound();
    void ordersAreReadWhenTheirPageIsTheFirst();

private:
    static constexpr int patience = RunningConsole::patienceMs;

    TestDatabase &database() { return m_console->database(); }
    SalesPage *page() const { return m_console->find<SalesPage>(); }
    QAbstractItemModel *sales() const { return m_console->find<QTableView>(u"salesTable"_s)->model(); }
    QString phase() const { return sales()->index(0, 0).data().toString(); }
    QString firstHold() const
    {
        const auto *holds = m_console->find<QTableView>(u"reservationsTable"_s)->model();
        return holds->index(0, 0).data().toString();
    }
    void openSale();
    void hold();
    void click(const QString &button) { page()->findChild<QPushButton *>(button)->click(); }
    QStringList actions();

    UiEnvironment m_environment;
    std::unique_ptr<RunningConsole> m_console;
};

void TestConsoleSales::init()
{
    m_console = std::make_unique<RunningConsole>();
    QVERIFY(m_console->waitUntilServing());
    m_console->window().showPage(MainWindow::Page::Sales);
}

/// A live sale of one product, made by another server; selected.
void TestConsoleSales::openSale()
{
    NewProduct product;
    product.name = u"Kayak"_s;
    product.currency = u"EUR"_s;
    product.totalStock = 12;
    product.holdSeconds = 600;
    Connection &connection = database().connection();
    const ProductId kayak = createProduct(connection, product, u"other"_s).value().id;
    const Instant now = readDatabaseTime(connection).value();
    const auto made = createSale(
        connection, {.name = u"Spring"_s, .startsAt = now, .endsAt = now + 1h, .products = {kayak}},
        u"other"_s);
    QVERIFY(made && *made);
    QTRY_COMPARE_WITH_TIMEOUT(sales()->rowCount(), 1, patience);
    QTRY_COMPARE_WITH_TIMEOUT(sales()->index(0, 5).data().toString(), u"1"_s, patience);
    page()->selectSale((*made)->sale.id);
}

/// Somebody holds two units, through another server.
void TestConsoleSales::hold()
{
    database().exec(
        u"INSERT INTO users (id, username) VALUES (gen_random_uuid(), 'ana');"
        "UPDATE products SET available_stock = 10, reserved_stock = 2, stock_version = stock_version + 1;"
        "INSERT INTO reservations (id, product_id, user_id, quantity, created_at, expires_at)"
        " SELECT gen_random_uuid(), p.id, u.id, 2, clock_timestamp(), clock_timestamp() + interval '10 min'"
        " FROM products p, users u WHERE u.username = 'ana';"
        "SELECT announce_stock('other', ARRAY[p.id]) FROM products p"_s);
    QTRY_COMPARE_WITH_TIMEOUT(sales()->index(0, 6).data().toString(), u"0 sold · 2 held · 10 left"_s,
                              patience);
}

QStringList TestConsoleSales::actions()
{
    QStringList actions;
    const auto lines = *readAudit(database().connection(), 20);
    for (const WrittenAuditEntry &line : lines) {
        if (line.entry.role == AuditRole::Operator)
            actions.prepend(line.entry.action);
    }
    return actions;
}

void TestConsoleSales::pausedWithFrozenHoldsAndTakenBack()
{
    openSale();
    hold();
    click(u"pauseButton"_s);
    auto *dialog = page()->findChild<PauseSaleDialog *>();
    QVERIFY(dialog);
    dialog->findChild<QCheckBox *>(u"freezeHolds"_s)->setChecked(true);
    dialog->findChild<QPushButton *>(u"confirmButton"_s)->click();
    QTRY_COMPARE_WITH_TIMEOUT(phase(), u"PAUSED"_s, patience);
    const auto *strip = m_console->find<TopStrip>();
    QTRY_COMPARE_WITH_TIMEOUT(phaseWord(strip->saleView()), u"PAUSED"_s, patience);
    QCOMPARE(strip->saleView().caption, u"holds frozen, ends in"_s);
    QCOMPARE(database().scalar<qint64>(u"SELECT count(*) FROM sales WHERE paused_at IS NOT NULL"_s), 1);
    QCOMPARE(database().scalar<qint64>(u"SELECT count(*) FROM reservations WHERE frozen_left IS NOT NULL"_s),
             1);
    m_console->window().showPage(MainWindow::Page::Reservations);
    QTRY_VERIFY_WITH_TIMEOUT(firstHold().startsWith(u"paused "_s), patience);
    const QString stopped = firstHold();
    m_console->window().showPage(MainWindow::Page::Sales);

    auto *undo = page()->findChild<UndoBar *>();
    QTRY_VERIFY_WITH_TIMEOUT(undo->text().startsWith(u"Paused “Spring”"_s), patience);
    QVERIFY(undo->text().contains(u"1 hold"_s));
    undo->undo();
    QTRY_COMPARE_WITH_TIMEOUT(phase(), u"LIVE"_s, patience);
    QCOMPARE(database().scalar<qint64>(u"SELECT count(*) FROM sales WHERE paused_at IS NOT NULL"_s), 0);
    QCOMPARE(database().scalar<qint64>(u"SELECT count(*) FROM reservations WHERE frozen_left IS NOT NULL"_s),
             0);
    m_console->window().showPage(MainWindow::Page::Reservations);
    QTRY_VERIFY_WITH_TIMEOUT(!firstHold().isEmpty() && !firstHold().startsWith(u"paused"_s), patience);
    QVERIFY2(stopped.contains(u':'), qPrintable(stopped));
    QCOMPARE(actions(), (QStringList{u"sale.pause"_s, u"sale.resume"_s}));
}

void TestConsoleSales::createdStartedEndedAndTheDatabaseKnows()
{
    QTRY_VERIFY_WITH_TIMEOUT(page()->findChild<QPushButton *>(u"createButton"_s)->isEnabled(), patience);
    QTest::keyClick(&m_console->window(), Qt::Key_N, Qt::ControlModifier);
    QTRY_VERIFY(page()->findChild<SaleDialog *>());
    auto *create = page()->findChild<SaleDialog *>();
    create->findChild<QLineEdit *>(u"saleName"_s)->setText(u"Autumn"_s);
    create->findChild<QPushButton *>(u"confirmButton"_s)->click();
    QTRY_COMPARE_WITH_TIMEOUT(phase(), u"DRAFT"_s, patience);
    // What was just made is selected.
    QTRY_VERIFY_WITH_TIMEOUT(page()->findChild<QPushButton *>(u"startButton"_s)->isEnabled(), patience);
    click(u"startButton"_s);
    page()->findChild<ConfirmDialog *>()->accept();
    QTRY_COMPARE_WITH_TIMEOUT(phase(), u"LIVE"_s, patience);
    QTRY_VERIFY_WITH_TIMEOUT(page()->findChild<QPushButton *>(u"endButton"_s)->isEnabled(), patience);
    click(u"endButton"_s);
    page()->findChildren<ConfirmDialog *>().last()->accept();
    QTRY_COMPARE_WITH_TIMEOUT(phase(), u"ENDED"_s, patience);
    QCOMPARE(database().column(u"SELECT name FROM sales WHERE starts_at < ends_at"_s),
             QStringList{u"Autumn"_s});
    QCOMPARE(actions(), (QStringList{u"sale.create"_s, u"sale.start"_s, u"sale.end"_s}));
}

void TestConsoleSales::editedAndExtended()
{
    openSale();
    NewProduct product;
    product.name = u"Canoe"_s;
    product.currency = u"EUR"_s;
    product.totalStock = 3;
    product.holdSeconds = 600;
    QVERIFY(createProduct(database().connection(), product, u"other"_s));
    const auto *products = m_console->find<QTableView>(u"productsTable"_s)->model();
    m_console->window().showPage(MainWindow::Page::Products);
    QTRY_COMPARE_WITH_TIMEOUT(products->rowCount(), 2, patience);
    m_console->window().showPage(MainWindow::Page::Sales);
    click(u"editSaleButton"_s);
    auto *dialog = page()->findChild<SaleDialog *>();
    dialog->findChild<QLineEdit *>(u"saleName"_s)->setText(u"Summer"_s);
    auto *members = dialog->findChild<QListWidget *>(u"saleProducts"_s);
    members->item(0)->setCheckState(Qt::Checked);
    dialog->findChild<QPushButton *>(u"confirmButton"_s)->click();
    QTRY_COMPARE_WITH_TIMEOUT(sales()->index(0, 1).data().toString(), u"Summer"_s, patience);
    QTRY_COMPARE_WITH_TIMEOUT(sales()->index(0, 5).data().toString(), u"2"_s, patience);
    QCOMPARE(database().scalar<qint64>(u"SELECT count(*) FROM products WHERE sale_id IS NOT NULL"_s), 2);
    page()->extendBy(1h);
    QTRY_COMPARE_WITH_TIMEOUT(
        database().scalar<qint64>(
            u"SELECT count(*) FROM sales WHERE ends_at = starts_at + interval '2 hours'"_s),
        1, patience);
    auto *undo = page()->findChild<UndoBar *>();
    QTRY_VERIFY_WITH_TIMEOUT(undo->text().startsWith(u"Extended “Summer”"_s), patience);
    undo->undo();
    QTRY_COMPARE_WITH_TIMEOUT(
        database().scalar<qint64>(
            u"SELECT count(*) FROM sales WHERE ends_at = starts_at + interval '1 hour'"_s),
        1, patience);
    QTRY_COMPARE_WITH_TIMEOUT(actions(), (QStringList{u"sale.edit"_s, u"sale.extend"_s, u"sale.edit"_s}),
                              patience);
}

void TestConsoleSales::cancelReleasesTheHolds()
{
    openSale();
    hold();
    m_console->window().showPage(MainWindow::Page::Reservations);
    QTRY_VERIFY_WITH_TIMEOUT(!firstHold().isEmpty(), patience);
    m_console->window().showPage(MainWindow::Page::Sales);
    click(u"cancelSaleButton"_s);
    auto *dialog = page()->findChild<ConfirmDialog *>();
    auto *confirm = dialog->findChild<QPushButton *>(u"confirmButton"_s);
    QCOMPARE(confirm->text(), u"Release 1 reservation of 2 units"_s);
    dialog->findChild<QLineEdit *>(u"typedName"_s)->setText(u"Spring"_s);
    confirm->click();
    QTRY_COMPARE_WITH_TIMEOUT(phase(), u"CANCELLED"_s, patience);
    QTRY_COMPARE_WITH_TIMEOUT(sales()->index(0, 6).data().toString(), u"0 sold · 0 held · 12 left"_s,
                              patience);
    QCOMPARE(database().column(u"SELECT status FROM reservations"_s), QStringList{u"released"_s});
}

void TestConsoleSales::aRefusalIsTold()
{
    openSale();
    click(u"pauseButton"_s);
    auto *dialog = page()->findChild<PauseSaleDialog *>();
    // Ended by somebody else while the operator thinks it over.
    database().exec(u"UPDATE sales SET ends_at = clock_timestamp(), version = version + 1"_s);
    dialog->findChild<QPushButton *>(u"confirmButton"_s)->click();
    const auto *status = page()->findChild<QLabel *>(u"salesStatus"_s);
    QTRY_VERIFY_WITH_TIMEOUT(status->text().startsWith(u"⚠"_s), patience);
    QCOMPARE(actions(), QStringList());
}

void TestConsoleSales::ordersAreFound()
{
    openSale();
    hold();
    database().exec(
        u"INSERT INTO orders (id, user_id, amount_minor, currency, created_at)"
        " SELECT gen_random_uuid(), u.id, 9800, 'EUR', clock_timestamp() FROM users u WHERE u.username = "
        "'ana';"
        "UPDATE reservations SET status = 'consumed', ended_at = clock_timestamp();"
        "UPDATE products SET reserved_stock = 0, sold_stock = 2, stock_version = stock_version + 1;"
        "INSERT INTO order_items (order_id, product_id, reservation_id, user_id, quantity, unit_price_minor,"
        "                         amount_minor, purchased_at)"
        " SELECT o.id, r.product_id, r.id, r.user_id, 2, 4900, 9800, o.created_at FROM orders o, reservations r"_s);
    m_console->window().showPage(MainWindow::Page::Orders);
    auto *orders = m_console->find<QTableView>(u"ordersTable"_s);
    QTRY_COMPARE_WITH_TIMEOUT(orders->model()->rowCount(), 1, patience);
    QCOMPARE(orders->model()->index(0, 2).data().toString(), u"Kayak × 2"_s);
    auto *search = m_console->find<QLineEdit>(u"ordersSearch"_s);
    search->setText(u"nobody"_s);
    QTRY_COMPARE_WITH_TIMEOUT(orders->model()->rowCount(), 0, patience);
    search->setText(u"ANA"_s);
    QTRY_COMPARE_WITH_TIMEOUT(orders->model()->rowCount(), 1, patience);
    const QTemporaryDir directory;
    const QString path = directory.filePath(u"orders.csv"_s);
    m_console->find<OrdersPage>()->exportTo(path);
    QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(path), patience);
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QVERIFY(file.readAll().contains(",ana,"));
}

/// The window asks for them before anybody is there to answer.
void TestConsoleSales::ordersAreReadWhenTheirPageIsTheFirst()
{
    m_console->window().showPage(MainWindow::Page::Orders);
    m_console->window().close();
    m_console.reset();
    m_console = std::make_unique<RunningConsole>();
    QVERIFY(m_console->waitUntilServing());
    QTRY_COMPARE_WITH_TIMEOUT(m_console->find<QLabel>(u"ordersStatus"_s)->text(), u"0 orders"_s, patience);
}

QTEST_MAIN(TestConsoleSales)
#include "test_console_sales.moc"
