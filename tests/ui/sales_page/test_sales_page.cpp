// SPDX-License-Identifier: GPL-3.0-only
#include "sample_sales.h"
#include "ui/frame/sale_clock.h"
#include "ui/sales_page/sale_dialog.h"
#include "ui/sales_page/sale_dialogs.h"
#include "ui/sales_page/sales_page.h"
#include "ui/widgets/icon.h"
#include "ui/widgets/undo_bar.h"
#include "ui_environment.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDateTimeEdit>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>

using namespace holdfast;
using namespace holdfast::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class SalesPageTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { loadUiResources(); }
    void init();
    void cleanup() { m_page.reset(); }
    void buttonsFollowThePhase_data();
    void buttonsFollowThePhase();
    void theSelectedSaleStaysSelected();
    void aPhaseThatChangesByItselfChangesTheButtons();
    void startAsksFirst();
    void pauseWithTheKeyboardOnly();
    void pauseCanStopTheClocks();
    void pauseAndResumeTakeEachOtherBack();
    void endNamesTheHolds();
    void cancelNeedsTheName();
    void extendByAndTo();
    void createWithTheKeyboardOnly();
    void aScheduleMustMakeSense();
    void heldProductsAreNotMoved();
    void anEditNamesOnlyWhatWasChanged();
    void anEditIsTakenBackAndDoneAgain();
    void nothingIsTakenBackOverSomebodyElsesChange();
    void whatIsOverIsNotEdited();
    void theFirstSaleIsChosenOnce();
    void aClickTicksAProduct();
    void refusalsAreToldUntilTheNextResult();
    void emptyAndWaiting();

private:
    template <typename Widget>
    Widget *find(const QString &name) const
    {
        return m_page->findChild<Widget *>(name);
    }
    void show(const std::vector<Sale> &sales, bool isSnapshot = false);
    void select(qint64 sale) { m_page->selectSale(*SaleId::from(sale)); }
    SaleActResult resultOf(SaleAct act, const Sale &sale) const { return {act, sale, 0, std::nullopt}; }

    UiEnvironment m_environment;
    Catalogue m_catalogue;
    ServerClock m_clock;
    Instant m_now;
    std::unique_ptr<SalesPage> m_page;
};

void SalesPageTest::init()
{
    m_now = instantFromMicroseconds(1'800'000'000'000'000);
    m_clock.set({m_now, std::chrono::steady_clock::now()});
    ChangeSet changes;
    for (qint64 id = 1; id <= 3; ++id)
        changes.products.push_back(plainProduct(id, u"Product %1"_s.arg(id), {100, 95, 0, 5}));
    changes.products[0].sale = SaleId::from(1);
    changes.products[0].stock = {100, 83, 12, 5};
    m_catalogue = {};
    m_catalogue.apply(changes, true);
    m_page = std::make_unique<SalesPage>(m_catalogue, m_clock, [](const QSet<ProductId> &products) {
        return products.contains(*ProductId::from(1)) ? 7 : 0;
    });
    m_page->resize(1100, 700);
    m_page->show();
    QVERIFY(QTest::qWaitForWindowActive(m_page.get()));
    show(salesInEveryPhase(m_now), true);
}

void SalesPageTest::show(const std::vector<Sale> &sales, bool isSnapshot)
{
    GatheredChanges gathered;
    gathered.changes.sales = sales;
    gathered.isSnapshot = isSnapshot;
    CatalogueChanges products;
    products.isReset = isSnapshot;
    m_page->gather(gathered, products);
    m_page->apply({.service = {}, .age = 0ms});
}

void SalesPageTest::buttonsFollowThePhase_data()
{
    QTest::addColumn<qint64>("sale");
    QTest::addColumn<QString>("enabled");
    QTest::newRow("live") << qint64(1) << u"pause extend end cancelSale"_s;
    QTest::newRow("paused") << qint64(2) << u"resume extend end cancelSale"_s;
    QTest::newRow("scheduled") << qint64(3) << u"start extend cancelSale"_s;
    QTest::newRow("draft") << qint64(4) << u"start cancelSale"_s;
    QTest::newRow("ended") << qint64(5) << QString();
    QTest::newRow("cancelled") << qint64(6) << QString();
}

void SalesPageTest::buttonsFollowThePhase()
{
    QFETCH(qint64, sale);
    QFETCH(QString, enabled);
    select(sale);
    QStringList found;
    for (const QString &act : {u"start"_s, u"pause"_s, u"resume"_s, u"extend"_s, u"end"_s, u"cancelSale"_s}) {
        if (find<QPushButton>(act + u"Button"_s)->isEnabled())
            found += act;
    }
    QCOMPARE(found.join(u' '), enabled);
}

void SalesPageTest::theSelectedSaleStaysSelected()
{
    select(3);
    Sale started = salesInEveryPhase(m_now)[2];
    started.startsAt = m_now;
    started.version = 2;
    show({started});
    // It moved up to the live ones and is still the one that is shown.
    QCOMPARE(find<SaleClock>(u"saleHead"_s)->saleView().name, started.name);
    QCOMPARE(find<SaleClock>(u"saleHead"_s)->saleView().phase, SalePhase::Live);
    QCOMPARE(find<QTableView>(u"salesTable"_s)->selectionModel()->selectedRows().size(), 1);
    show({}, true);
    QVERIFY(find<QTableView>(u"salesTable"_s)->selectionModel()->selectedRows().isEmpty());
}

void SalesPageTest::aPhaseThatChangesByItselfChangesTheButtons()
{
    select(1);
    QVERIFY(find<QPushButton>(u"pauseButton"_s)->isEnabled());
    m_clock.set({*salesInEveryPhase(m_now)[0].endsAt, std::chrono::steady_clock::now()});
    m_page->tick();
    QVERIFY(!find<QPushButton>(u"pauseButton"_s)->isEnabled());
    // Even asked for by a menu it does nothing.
    m_page->askPause();
    QVERIFY(!m_page->findChild<PauseSaleDialog *>());
}

void SalesPageTest::startAsksFirst()
{
    QSignalSpy started(m_page.get(), &SalesPage::startRequested);
    select(4);
    find<QPushButton>(u"startButton"_s)->click();
    auto *dialog = m_page->findChild<ConfirmDialog *>();
    QVERIFY(dialog);
    QCOMPARE(started.count(), 0);
    dialog->findChild<QPushButton *>(u"confirmButton"_s)->click();
    QCOMPARE(started.count(), 1);
    QVERIFY(*static_cast<const SaleId *>(started[0][0].constData()) == *SaleId::from(4));
}

void SalesPageTest::pauseWithTheKeyboardOnly()
{
    QSignalSpy paused(m_page.get(), &SalesPage::pauseRequested);
    auto *table = find<QTableView>(u"salesTable"_s);
    m_page->setFocus();
    QTest::keyClick(table, Qt::Key_Home);
    table->setCurrentIndex(table->model()->index(0, 0));
    QTRY_VERIFY(find<QPushButton>(u"pauseButton"_s)->isEnabled());
    QTest::keyClick(m_page.get(), Qt::Key_U, Qt::AltModifier);
    QTRY_VERIFY(m_page->findChild<PauseSaleDialog *>());
    auto *dialog = m_page->findChild<PauseSaleDialog *>();
    QVERIFY(QTest::qWaitForWindowActive(dialog));
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
    QCOMPARE(paused.count(), 1);
    QCOMPARE(paused[0][1].toBool(), false);
}

void SalesPageTest::pauseCanStopTheClocks()
{
    QSignalSpy paused(m_page.get(), &SalesPage::pauseRequested);
    select(1);
    m_page->askPause();
    auto *dialog = m_page->findChild<PauseSaleDialog *>();
    auto *freeze = dialog->findChild<QCheckBox *>(u"freezeHolds"_s);
    QVERIFY(freeze->text().contains(u"7 holds"_s));
    freeze->setChecked(true);
    dialog->accept();
    QCOMPARE(paused.count(), 1);
    QCOMPARE(paused[0][1].toBool(), true);
}

void SalesPageTest::pauseAndResumeTakeEachOtherBack()
{
    QSignalSpy paused(m_page.get(), &SalesPage::pauseRequested);
    QSignalSpy resumed(m_page.get(), &SalesPage::resumeRequested);
    auto *undo = m_page->findChild<UndoBar *>();
    const Sale frozen = salesInEveryPhase(m_now)[1];
    m_page->showResult(resultOf(SaleAct::Pause, frozen));
    undo->undo();
    QCOMPARE(resumed.count(), 1);
    // What was taken back can be taken back, with the clocks stopped as they were.
    Sale running = frozen;
    running.pausedAt = running.holdsFrozenAt = std::nullopt;
    m_page->showResult(resultOf(SaleAct::Resume, running));
    undo->undo();
    QCOMPARE(paused.count(), 1);
    QCOMPARE(paused[0][1].toBool(), true);
    // Resumed by its button, too.
    select(2);
    find<QPushButton>(u"resumeButton"_s)->click();
    QCOMPARE(resumed.count(), 2);
    // What has no way back offers none.
    m_page->showResult(resultOf(SaleAct::End, running));
    undo->undo();
    QCOMPARE(resumed.count() + paused.count(), 3);
}

void SalesPageTest::endNamesTheHolds()
{
    QSignalSpy ended(m_page.get(), &SalesPage::endRequested);
    select(1);
    m_page->askEnd();
    auto *dialog = m_page->findChild<ConfirmDialog *>();
    QStringList texts;
    for (const QLabel *label : dialog->findChildren<QLabel *>())
        texts += label->text();
    QVERIFY(texts.contains(u"End the sale: 7 holds can still be bought until they run out."_s));
    // Return cancels what has no way back.
    QVERIFY(QTest::qWaitForWindowActive(dialog));
    QTest::keyClick(dialog, Qt::Key_Return);
    QCOMPARE(ended.count(), 0);
    m_page->askEnd();
    m_page->findChildren<ConfirmDialog *>().last()->accept();
    QCOMPARE(ended.count(), 1);
}

void SalesPageTest::cancelNeedsTheName()
{
    QSignalSpy cancelled(m_page.get(), &SalesPage::cancelRequested);
    select(1);
    m_page->askCancel();
    auto *dialog = m_page->findChild<ConfirmDialog *>();
    auto *confirm = dialog->findChild<QPushButton *>(u"confirmButton"_s);
    QCOMPARE(confirm->text(), u"Release 7 reservations of 12 units"_s);
    QVERIFY(!confirm->isEnabled());
    auto *typed = dialog->findChild<QLineEdit *>(u"typedName"_s);
    typed->setText(u"November"_s);
    QVERIFY(!confirm->isEnabled());
    typed->setText(u"November flash sale"_s);
    confirm->click();
    QCOMPARE(cancelled.count(), 1);
}

void SalesPageTest::extendByAndTo()
{
    QSignalSpy extended(m_page.get(), &SalesPage::extendRequested);
    select(1);
    const Instant end = *salesInEveryPhase(m_now)[0].endsAt;
    const QList<QAction *> choices = find<QPushButton>(u"extendButton"_s)->menu()->actions();
    choices[0]->trigger();
    choices[1]->trigger();
    choices[2]->trigger();
    QCOMPARE(extended.count(), 3);
    QVERIFY(extended[0][1].value<Instant>() == end + 5min);
    QVERIFY(extended[1][1].value<Instant>() == end + 15min);
    QVERIFY(extended[2][1].value<Instant>() == end + 1h);
    choices.last()->trigger();
    auto *dialog = m_page->findChild<ExtendSaleDialog *>();
    auto *edit = dialog->findChild<QDateTimeEdit *>(u"extendUntil"_s);
    auto *confirm = dialog->findChild<QPushButton *>(u"confirmButton"_s);
    edit->setDateTime(edit->dateTime().addDays(-1));
    QVERIFY(!confirm->isEnabled());
    edit->setDateTime(edit->dateTime().addDays(2));
    confirm->click();
    QCOMPARE(extended.count(), 4);
    QVERIFY(extended[3][1].value<Instant>() > end + 23h);
}

void SalesPageTest::createWithTheKeyboardOnly()
{
    QSignalSpy created(m_page.get(), &SalesPage::createRequested);
    m_page->setFocus();
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_N, Qt::ControlModifier);
    auto *dialog = m_page->findChild<SaleDialog *>();
    QVERIFY(dialog);
    QVERIFY(QTest::qWaitForWindowActive(dialog));
    auto *confirm = dialog->findChild<QPushButton *>(u"confirmButton"_s);
    QVERIFY(!confirm->isEnabled());
    auto *name = dialog->findChild<QLineEdit *>(u"saleName"_s);
    QTRY_VERIFY(name->hasFocus());
    QTest::keyClicks(name, u" Winter sale "_s);
    auto *products = dialog->findChild<QListWidget *>(u"saleProducts"_s);
    products->setFocus();
    products->setCurrentRow(1);
    QTest::keyClick(products, Qt::Key_Space);
    QVERIFY(confirm->isEnabled());
    name->setFocus();
    QTest::keyClick(name, Qt::Key_Return);
    QCOMPARE(created.count(), 1);
    const auto sale = created[0][0].value<NewSale>();
    QCOMPARE(sale.name, u"Winter sale"_s);
    QVERIFY(!sale.startsAt && !sale.endsAt);
    QCOMPARE(sale.products.size(), size_t(1));
    QVERIFY(sale.products[0] == *ProductId::from(2));
}

void SalesPageTest::aScheduleMustMakeSense()
{
    m_page->askCreate();
    auto *dialog = m_page->findChild<SaleDialog *>();
    auto *confirm = dialog->findChild<QPushButton *>(u"confirmButton"_s);
    auto *startsAt = dialog->findChild<QDateTimeEdit *>(u"saleStartsAt"_s);
    auto *endsAt = dialog->findChild<QDateTimeEdit *>(u"saleEndsAt"_s);
    auto *hasEnd = dialog->findChild<QCheckBox *>(u"saleHasEnd"_s);
    dialog->findChild<QLineEdit *>(u"saleName"_s)->setText(u"x"_s);
    QVERIFY(!hasEnd->isEnabled() && !startsAt->isEnabled());
    dialog->findChild<QComboBox *>(u"saleStart"_s)->setCurrentIndex(2);
    QVERIFY(startsAt->isEnabled() && !endsAt->isEnabled());
    hasEnd->setChecked(true);
    QVERIFY(endsAt->isEnabled() && confirm->isEnabled());
    endsAt->setDateTime(startsAt->dateTime());
    QVERIFY(!confirm->isEnabled());
    QVERIFY(!dialog->findChild<QLabel *>(u"saleFault"_s)->text().isEmpty());
    endsAt->setDateTime(startsAt->dateTime().addSecs(3600));
    QSignalSpy created(m_page.get(), &SalesPage::createRequested);
    confirm->click();
    const auto sale = created.at(0).at(0).value<NewSale>();
    QVERIFY(*sale.endsAt - *sale.startsAt == 1h);
}

void SalesPageTest::heldProductsAreNotMoved()
{
    m_page->askCreate();
    auto *products = m_page->findChild<SaleDialog *>()->findChild<QListWidget *>(u"saleProducts"_s);
    QCOMPARE(products->count(), 3);
    QVERIFY(products->item(0)->text().contains(u"12 held"_s));
    QVERIFY(!(products->item(0)->flags() & Qt::ItemIsEnabled));
    QVERIFY(products->item(1)->flags() & Qt::ItemIsEnabled);
}

void SalesPageTest::aClickTicksAProduct()
{
    m_page->askCreate();
    auto *dialog = m_page->findChild<SaleDialog *>();
    auto *products = dialog->findChild<QListWidget *>(u"saleProducts"_s);
    QVERIFY(QTest::qWaitForWindowActive(dialog));
    const auto click = [products](int row) {
        QTest::mouseClick(products->viewport(), Qt::LeftButton, {},
                          products->visualItemRect(products->item(row)).center());
    };
    click(1);
    QCOMPARE(products->item(1)->checkState(), Qt::Checked);
    click(1);
    QCOMPARE(products->item(1)->checkState(), Qt::Unchecked);
    // Held ones stay where they are.
    click(0);
    QCOMPARE(products->item(0)->checkState(), Qt::Unchecked);
}

void SalesPageTest::anEditNamesOnlyWhatWasChanged()
{
    QSignalSpy edited(m_page.get(), &SalesPage::editRequested);
    select(1);
    auto *table = find<QTableView>(u"salesTable"_s);
    table->setFocus();
    QTest::keyClick(table, Qt::Key_Return);
    auto *dialog = m_page->findChild<SaleDialog *>();
    QVERIFY(dialog);
    auto *confirm = dialog->findChild<QPushButton *>(u"confirmButton"_s);
    QVERIFY(!confirm->isEnabled());
    // It has started for good, and its product is held.
    QVERIFY(!dialog->findChild<QComboBox *>(u"saleStart"_s)->isEnabled());
    QVERIFY(!dialog->findChild<QDateTimeEdit *>(u"saleStartsAt"_s)->isEnabled());
    auto *products = dialog->findChild<QListWidget *>(u"saleProducts"_s);
    QCOMPARE(products->item(0)->checkState(), Qt::Checked);
    products->item(2)->setCheckState(Qt::Checked);
    dialog->findChild<QLineEdit *>(u"saleName"_s)->setText(u"Renamed"_s);
    confirm->click();
    QCOMPARE(edited.count(), 1);
    const auto edit = edited[0][1].value<SaleEdit>();
    QCOMPARE(*edit.name, u"Renamed"_s);
    QCOMPARE(edit.products->size(), size_t(2));
    QVERIFY(!edit.startsAt && !edit.endsAt);
    QVERIFY(edit.versions == std::vector<qint64>{1});
    // A window that becomes open-ended.
    m_page->askEdit();
    dialog = m_page->findChildren<SaleDialog *>().last();
    dialog->findChild<QCheckBox *>(u"saleHasEnd"_s)->setChecked(false);
    dialog->findChild<QPushButton *>(u"confirmButton"_s)->click();
    const auto opened = edited.at(1).at(1).value<SaleEdit>();
    QVERIFY(opened.endsAt && !*opened.endsAt);
    QVERIFY(!opened.name && !opened.products);
}

void SalesPageTest::anEditIsTakenBackAndDoneAgain()
{
    QSignalSpy edited(m_page.get(), &SalesPage::editRequested);
    auto *undo = m_page->findChild<UndoBar *>();
    select(1);
    m_page->askEdit();
    auto *dialog = m_page->findChild<SaleDialog *>();
    dialog->findChild<QLineEdit *>(u"saleName"_s)->setText(u"Renamed"_s);
    dialog->findChild<QPushButton *>(u"confirmButton"_s)->click();
    Sale renamed = salesInEveryPhase(m_now)[0];
    renamed.name = u"Renamed"_s;
    renamed.version = 2;
    m_page->showResult(resultOf(SaleAct::Edit, renamed));
    undo->undo();
    QCOMPARE(edited.count(), 2);
    const auto back = edited[1][1].value<SaleEdit>();
    QCOMPARE(*back.name, u"November flash sale"_s);
    QVERIFY(!back.endsAt && !back.products);
    QVERIFY(back.versions == std::vector<qint64>{2});
    Sale again = salesInEveryPhase(m_now)[0];
    again.version = 3;
    m_page->showResult(resultOf(SaleAct::Edit, again));
    undo->undo();
    QCOMPARE(*edited.at(2).at(1).value<SaleEdit>().name, u"Renamed"_s);
}

void SalesPageTest::nothingIsTakenBackOverSomebodyElsesChange()
{
    QSignalSpy edited(m_page.get(), &SalesPage::editRequested);
    select(1);
    m_page->extendBy(5min);
    Sale extended = salesInEveryPhase(m_now)[0];
    extended.version = 3;
    m_page->showResult(resultOf(SaleAct::Extend, extended));
    m_page->findChild<UndoBar *>()->undo();
    QCOMPARE(edited.count(), 0);
}

void SalesPageTest::whatIsOverIsNotEdited()
{
    select(5);
    QVERIFY(!find<QPushButton>(u"editSaleButton"_s)->isEnabled());
    m_page->askEdit();
    QVERIFY(!m_page->findChild<SaleDialog *>());
    select(3);
    QVERIFY(find<QPushButton>(u"editSaleButton"_s)->isEnabled());
}

void SalesPageTest::theFirstSaleIsChosenOnce()
{
    auto *selection = find<QTableView>(u"salesTable"_s)->selectionModel();
    QCOMPARE(selection->selectedRows().size(), 1);
    QCOMPARE(find<SaleClock>(u"saleHead"_s)->saleView().name, u"November flash sale"_s);
    selection->clear();
    show({});
    QVERIFY(selection->selectedRows().isEmpty());
}

void SalesPageTest::refusalsAreToldUntilTheNextResult()
{
    auto *status = find<QLabel>(u"salesStatus"_s);
    QCOMPARE(status->text(), u"1 live, 6 in all"_s);
    const Sale sale = salesInEveryPhase(m_now)[0];
    m_page->showResult({SaleAct::Pause, sale, 0, Refusal::of(ErrorCode::DbUnavailable)});
    QVERIFY(status->text().startsWith(u"⚠"_s));
    QVERIFY(status->text().endsWith(defaultMessage(ErrorCode::DbUnavailable)));
    m_page->showResult(resultOf(SaleAct::Extend, sale));
    QCOMPARE(status->text(), u"1 live, 6 in all"_s);
    QVERIFY(m_page->findChild<UndoBar *>()->text().startsWith(u"Extended “November flash sale”"_s));
}

void SalesPageTest::emptyAndWaiting()
{
    auto *table = find<QTableView>(u"salesTable"_s);
    QVERIFY(table->isVisible());
    show({}, true);
    QVERIFY(!table->isVisible());
    QVERIFY(find<QPushButton>(u"createButton"_s)->isEnabled());
    SalesPage fresh(m_catalogue, ServerClock(), [](const QSet<ProductId> &) { return 0; });
    fresh.apply({});
    QVERIFY(!fresh.findChild<QPushButton *>(u"createButton"_s)->isEnabled());
}

QTEST_MAIN(SalesPageTest)
#include "test_sales_page.moc"
