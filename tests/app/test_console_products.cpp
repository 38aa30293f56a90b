// SPDX-License-Identifier: GPL-3.0-only
#include "accounts/audit_log.h"
#include "running_console.h"
#include "tests/ui/ui_environment.h"
#include "ui/products_page/product_dialog.h"
#include "ui/products_page/products_page.h"
#include "ui/products_page/restock_dialog.h"
#include "ui/widgets/confirm_dialog.h"
#include "ui/widgets/undo_bar.h"

#include <QApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QTableView>
#include <QTest>

using namespace holdfast;
using namespace holdfast::test;
using namespace Qt::StringLiterals;

/// What the operator does on the Products page, from the keys pressed to the rows of the database, and back
/// through the feed.
class TestConsoleProducts final : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup() { m_console.reset(); }
    void createdAndTakenBackAndBroughtBack();
    void restockedWithAReason();
    void aConflictLosesNothing();
    void anAdjustmentIsTakenBack();
    void whatIsHeldStays();

private:
    static constexpr int patience = RunningConsole::patienceMs;

    UndoBar *undoBar() const { return m_console->find<ProductsPage>()->findChild<UndoBar *>(); }
    QTableView *table() const { return m_console->find<QTableView>(u"productsTable"_s); }
    QStringList shown() const;
    // False when it could not be done.
    bool create(const QString &name, const QString &units);
    bool openEditor();
    bool isEditorOpen() const;
    QStringList actions();

    UiEnvironment m_environment;
    std::unique_ptr<RunningConsole> m_console;
};

void TestConsoleProducts::init()
{
    m_console = std::make_unique<RunningConsole>();
    QVERIFY(m_console->waitUntilServing());
    m_console->window().showPage(MainWindow::Page::Products);
}

QStringList TestConsoleProducts::shown() const
{
    QStringList names;
    for (int row = 0; row < table()->model()->rowCount(); ++row)
        names.append(table()->model()->index(row, 0).data().toString());
    return names;
}

// Leaves it selected.
bool TestConsoleProducts::create(const QString &name, const QString &units)
{
    press(Qt::Key_N, Qt::ControlModifier);
    if (!isEditorOpen())
        return false;
    type(name);
    // Category, price, currency, units.
    for (int field = 0; field < 4; ++field)
        press(Qt::Key_Tab);
    type(units);
    press(Qt::Key_Return);
    return QTest::qWaitFor([this] { return !m_console->find<ProductDialog>(); }, patience)
        && QTest::qWaitFor([&] { return table()->currentIndex().data().toString() == name; }, patience);
}

bool TestConsoleProducts::openEditor()
{
    table()->setFocus();
    press(Qt::Key_Return);
    return isEditorOpen();
}

bool TestConsoleProducts::isEditorOpen() const
{
    return QTest::qWaitFor(
        [this] {
            const auto *dialog = m_console->find<ProductDialog>();
            return dialog && dialog->isAncestorOf(QApplication::focusWidget());
        },
        patience);
}

QStringList TestConsoleProducts::actions()
{
    QStringList actions;
    const auto lines = *readAudit(m_console->database().connection(), 10);
    for (const WrittenAuditEntry &line : lines) {
        if (line.entry.role == AuditRole::Operator)
            actions.prepend(line.entry.action);
    }
    return actions;
}

void TestConsoleProducts::createdAndTakenBackAndBroughtBack()
{
    QVERIFY(create(u"Kayak"_s, u"12"_s));
    QCOMPARE(m_console->database().column(u"SELECT name || ' ' || total_stock FROM products"_s),
             QStringList{u"Kayak 12"_s});
    table()->setFocus();
    press(Qt::Key_Z, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(shown().isEmpty(), patience);
    QCOMPARE(m_console->database().scalar<qint64>(
                 u"SELECT count(*) FROM products WHERE archived_at IS NOT NULL"_s),
             1);
    auto *bar = undoBar();
    QTRY_COMPARE_WITH_TIMEOUT(bar->text(), u"Archived “Kayak”"_s, patience);
    bar->undo();
    QTRY_COMPARE_WITH_TIMEOUT(shown(), QStringList{u"Kayak"_s}, patience);
    QCOMPARE(
        m_console->database().scalar<qint64>(u"SELECT count(*) FROM products WHERE archived_at IS NULL"_s),
        1);
    QCOMPARE(actions(), (QStringList{u"product.create"_s, u"product.archive"_s, u"product.restore"_s}));
}

void TestConsoleProducts::restockedWithAReason()
{
    QVERIFY(create(u"Kayak"_s, u"12"_s));
    auto *movements = m_console->find<QTableView>(u"movementsTable"_s);
    QTRY_COMPARE_WITH_TIMEOUT(movements->model()->rowCount(), 1, patience);
    table()->setFocus();
    press(Qt::Key_R, Qt::ControlModifier);
    QTRY_VERIFY(qobject_cast<QSpinBox *>(QApplication::focusWidget()));
    type(u"30"_s);
    press(Qt::Key_Tab);
    type(u"second delivery"_s);
    press(Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(!m_console->find<RestockDialog>(), patience);
    // By the feed and by the desk, without anybody asking anew.
    QTRY_COMPARE_WITH_TIMEOUT(movements->model()->rowCount(), 2, patience);
    QStringList row;
    for (int column = 1; column < movements->model()->columnCount(); ++column)
        row.append(movements->model()->index(0, column).data().toString());
    QCOMPARE(row, (QStringList{u"Restocked"_s, u"+30"_s, u"operator"_s, u"second delivery"_s}));
    QCOMPARE(m_console->database().scalar<int>(u"SELECT available_stock FROM products"_s), 42);
}

void TestConsoleProducts::aConflictLosesNothing()
{
    QVERIFY(create(u"Kayak"_s, u"12"_s));
    QVERIFY(openEditor());
    press(Qt::Key_A, Qt::ControlModifier);
    type(u"Canoe"_s);
    // Somebody else, through another server that nobody heard of yet.
    m_console->database().exec(
        u"UPDATE products SET name = 'Rowing boat', category = 'Boats', version = version + 1"_s);
    press(Qt::Key_Return);
    auto *dialog = m_console->find<ProductDialog>();
    QTRY_VERIFY_WITH_TIMEOUT(dialog->findChild<QLabel *>(u"notice"_s)->text().contains(u"Somebody else"_s),
                             patience);
    QCOMPARE(dialog->findChild<QWidget *>(u"nameField"_s)->findChild<QLineEdit *>()->text(), u"Canoe"_s);
    dialog->findChild<QPushButton *>(u"confirmButton"_s)->click();
    QTRY_VERIFY_WITH_TIMEOUT(!m_console->find<ProductDialog>(), patience);
    QCOMPARE(m_console->database().column(u"SELECT name || ', ' || category FROM products"_s),
             QStringList{u"Canoe, Boats"_s});
}

void TestConsoleProducts::anAdjustmentIsTakenBack()
{
    QVERIFY(create(u"Kayak"_s, u"12"_s));
    QVERIFY(openEditor());
    auto *dialog = m_console->find<ProductDialog>();
    const auto field = [dialog](const QString &name) {
        return dialog->findChild<QWidget *>(name)->findChild<QLineEdit *>();
    };
    field(u"totalStockField"_s)->setFocus();
    press(Qt::Key_A, Qt::ControlModifier);
    type(u"9"_s);
    field(u"reasonField"_s)->setFocus();
    type(u"three came damaged"_s);
    press(Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(!m_console->find<ProductDialog>(), patience);
    QCOMPARE(m_console->database().scalar<int>(u"SELECT total_stock FROM products"_s), 9);
    // The feed may come after the answer.
    QTRY_COMPARE_WITH_TIMEOUT(table()->model()->index(0, 7).data().toString(), u"9"_s, patience);
    undoBar()->undo();
    QTRY_COMPARE_WITH_TIMEOUT(m_console->database().scalar<int>(u"SELECT total_stock FROM products"_s), 12,
                              patience);
    QCOMPARE(
        m_console->database().column(u"SELECT kind || ' ' || quantity FROM stock_movements ORDER BY id"_s),
        (QStringList{u"created 12"_s, u"adjusted -3"_s, u"adjusted 3"_s}));
}

void TestConsoleProducts::whatIsHeldStays()
{
    QVERIFY(create(u"Kayak"_s, u"12"_s));
    m_console->window().findChild<QTableView *>(u"productsTable"_s)->setFocus();
    press(Qt::Key_Delete);
    QTRY_VERIFY(m_console->find<ConfirmDialog>());
    // Held while the operator thinks it over, which the feed has not told.
    m_console->database().exec(
        u"INSERT INTO users (id, username) VALUES (gen_random_uuid(), 'ana');"
        "UPDATE products SET available_stock = 10, reserved_stock = 2, stock_version = stock_version + 1;"
        "INSERT INTO reservations (id, product_id, user_id, quantity, created_at, expires_at)"
        " SELECT gen_random_uuid(), p.id, u.id, 2, clock_timestamp(), clock_timestamp() + interval '10 min'"
        " FROM products p, users u WHERE u.username = 'ana'"_s);
    m_console->find<ConfirmDialog>()->findChild<QPushButton *>(u"confirmButton"_s)->click();
    auto *status = m_console->find<QLabel>(u"productsStatus"_s);
    QTRY_VERIFY_WITH_TIMEOUT(status->text().startsWith(u"⚠"_s), patience);
    QCOMPARE(
        m_console->database().scalar<qint64>(u"SELECT count(*) FROM products WHERE archived_at IS NULL"_s),
        1);
    QCOMPARE(shown(), QStringList{u"Kayak"_s});
    QCOMPARE(actions(), QStringList{u"product.create"_s});
}

QTEST_MAIN(TestConsoleProducts)
#include "test_console_products.moc"
