// SPDX-License-Identifier: GPL-3.0-only
#include "ui/widgets/icon.h"
#include "ui/widgets/undo_bar.h"
#include "ui_environment.h"

#include <QLineEdit>
#include <QPushButton>
#include <QTest>
#include <QVBoxLayout>

using namespace holdfast;
using namespace holdfast::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// A page with a field, a table's stand-in and the bar at its foot.
struct Page
{
    explicit Page(std::chrono::milliseconds lifetime = 10min)
        : bar(new UndoBar(&page, lifetime))
        , field(new QLineEdit)
        , list(new QPushButton(u"list"_s))
    {
        auto *layout = new QVBoxLayout(&page);
        for (QWidget *part : std::initializer_list<QWidget *>{field, list, bar})
            layout->addWidget(part);
        page.show();
    }

    QPushButton *button() const { return bar->findChild<QPushButton *>(); }
    void offer(const QString &done)
    {
        bar->offer(done, [this, done] { undone.append(done); });
    }

    QWidget page;
    UndoBar *bar;
    QLineEdit *field;
    QPushButton *list;
    QStringList undone;
};

} // namespace

class UndoBarTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { loadUiResources(); }
    void isHiddenUntilSomethingWasDone();
    void ctrlZTakesBackFromAnywhereOnThePage();
    void ctrlZInAFieldTakesBackWhatWasTyped();
    void isTakenBackOnce();
    void theNextActEndsTheOffer();
    void whatCannotBeTakenBackHasNoButton();
    void leavesByItself();
    void staysUnderTheKeyboard();
    void whatUndoTellsStays();
    void isNamedForScreenReaders();

private:
    UiEnvironment m_environment;
};

void UndoBarTest::isHiddenUntilSomethingWasDone()
{
    Page test;
    QVERIFY(QTest::qWaitForWindowActive(&test.page));
    QVERIFY(!test.bar->isVisible());
    test.list->setFocus();
    QTest::keyClick(test.list, Qt::Key_Z, Qt::ControlModifier);
    QVERIFY(test.undone.isEmpty());
    test.offer(u"Archived “Lamp”"_s);
    QVERIFY(test.bar->isVisible());
    QCOMPARE(test.bar->text(), u"Archived “Lamp”"_s);
}

void UndoBarTest::ctrlZTakesBackFromAnywhereOnThePage()
{
    Page test;
    QVERIFY(QTest::qWaitForWindowActive(&test.page));
    test.offer(u"Archived “Lamp”"_s);
    test.list->setFocus();
    QTest::keyClick(test.list, Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(test.undone, QStringList{u"Archived “Lamp”"_s});
    QVERIFY(!test.bar->isVisible());
}

void UndoBarTest::ctrlZInAFieldTakesBackWhatWasTyped()
{
    Page test;
    QVERIFY(QTest::qWaitForWindowActive(&test.page));
    test.offer(u"Archived “Lamp”"_s);
    test.field->setFocus();
    QTest::keyClicks(test.field, u"lamp"_s);
    QTest::keyClick(test.field, Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(test.field->text(), QString());
    QVERIFY(test.undone.isEmpty());
}

void UndoBarTest::isTakenBackOnce()
{
    Page test;
    test.offer(u"Archived “Lamp”"_s);
    test.button()->click();
    test.bar->undo();
    QCOMPARE(test.undone.size(), 1);
}

void UndoBarTest::theNextActEndsTheOffer()
{
    Page test;
    test.offer(u"Archived “Lamp”"_s);
    test.offer(u"Archived “Kayak”"_s);
    test.bar->undo();
    QCOMPARE(test.undone, QStringList{u"Archived “Kayak”"_s});
    test.offer(u"Archived “Pot”"_s);
    test.bar->dismiss();
    test.bar->undo();
    QCOMPARE(test.undone.size(), 1);
}

void UndoBarTest::whatCannotBeTakenBackHasNoButton()
{
    Page test;
    test.offer(u"Archived “Lamp”"_s);
    test.bar->tell(u"Created “Kayak”"_s);
    QCOMPARE(test.bar->text(), u"Created “Kayak”"_s);
    QVERIFY(!test.button()->isVisible());
    test.bar->undo();
    QVERIFY(test.undone.isEmpty());
}

void UndoBarTest::leavesByItself()
{
    Page test(100ms);
    QVERIFY(QTest::qWaitForWindowActive(&test.page));
    test.list->setFocus();
    test.offer(u"Archived “Lamp”"_s);
    QTRY_VERIFY_WITH_TIMEOUT(!test.bar->isVisible(), 30'000);
    test.bar->undo();
    QVERIFY(test.undone.isEmpty());
}

void UndoBarTest::staysUnderTheKeyboard()
{
    Page test(100ms);
    QVERIFY(QTest::qWaitForWindowActive(&test.page));
    test.offer(u"Archived “Lamp”"_s);
    test.button()->setFocus();
    QVERIFY(test.button()->hasFocus());
    QTest::qWait(500);
    QVERIFY(test.bar->isVisible());
    test.list->setFocus();
    QTRY_VERIFY_WITH_TIMEOUT(!test.bar->isVisible(), 30'000);
}

void UndoBarTest::whatUndoTellsStays()
{
    Page test;
    test.bar->offer(u"Archived “Lamp”"_s, [&test] { test.bar->tell(u"Restored “Lamp”"_s); });
    test.bar->undo();
    QVERIFY(test.bar->isVisible());
    QCOMPARE(test.bar->text(), u"Restored “Lamp”"_s);
}

void UndoBarTest::isNamedForScreenReaders()
{
    Page test;
    test.offer(u"Archived “<b>Lamp</b>”"_s);
    QVERIFY(!test.bar->accessibleName().isEmpty());
    QCOMPARE(test.bar->accessibleDescription(), u"Archived “<b>Lamp</b>”"_s);
    QVERIFY(test.button()->text().contains(u"Ctrl+Z"_s));
}

QTEST_MAIN(UndoBarTest)
#include "test_undo_bar.moc"
