// SPDX-License-Identifier: GPL-3.0-only
#include "ui/api_keys_page/api_key_dialogs.h"
#include "ui/api_keys_page/api_keys_page.h"
#include "ui/main_window.h"
#include "ui/widgets/icon.h"
#include "ui_environment.h"

#include <QApplication>
#include <QClipboard>
#include <QLabel>
#include <QLineEdit>
#include <QPointer>
#include <QPushButton>
#include <QSignalSpy>
#include <QStackedWidget>
#include <QTableView>
#include <QTest>

using namespace holdfast;
using namespace holdfast::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const QString secret = u"hf_0123456789abcdefghijklmnopqrstuvwxyzABCDEFG"_s;

ApiKey makeKey(const QString &name, bool isRevoked = false)
{
    const Instant now = instantFromMicroseconds(1'800'000'000'000'000);
    return {.id = ApiKeyId::make(),
            .name = name,
            .hint = u"hf_012345"_s,
            .createdAt = now,
            .lastUsedAt = std::nullopt,
            .revokedAt = isRevoked ? std::optional(now + 1s) : std::nullopt};
}

// Whether any widget of the program shows it, by text, name or tip.
bool isAnywhere(const QString &text)
{
    for (const QWidget *widget : QApplication::allWidgets()) {
        const auto *line = qobject_cast<const QLineEdit *>(widget);
        const auto *label = qobject_cast<const QLabel *>(widget);
        const QString shown = (line        ? line->text()
                                   : label ? label->text()
                                           : QString())
            + widget->windowTitle() + widget->toolTip() + widget->accessibleName()
            + widget->accessibleDescription();
        if (shown.contains(text))
            return true;
    }
    return false;
}

void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
{
    QTest::keyClick(QApplication::focusWidget(), key, modifiers);
}

} // namespace

class ApiKeysPageTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { loadUiResources(); }
    void init();
    void cleanup() { m_page.reset(); }
    void makeWithTheKeyboardOnly();
    void aNameIsNeeded();
    void revokeWithTheKeyboardOnly();
    void returnDoesNotRevoke();
    void aRevokedKeyIsNotRevoked();
    void aNameIsShownAsItIs();
    void theSecretIsShownOnce();
    void escapeDoesNotLoseTheSecret();
    void closingTheWindowIsNotHeldUp();
    void faultsAreToldUntilTheNextAct();
    void aFaultOfReadingGoesWithTheNextReading();
    void theWindowAsksWhileThePageIsInSight();

private:
    template <typename Widget>
    Widget *find(const QString &name) const
    {
        return m_page->findChild<Widget *>(name);
    }

    UiEnvironment m_environment;
    std::unique_ptr<ApiKeysPage> m_page;
};

void ApiKeysPageTest::init()
{
    m_page = std::make_unique<ApiKeysPage>();
    m_page->resize(1000, 600);
    m_page->show();
    QVERIFY(QTest::qWaitForWindowActive(m_page.get()));
}

void ApiKeysPageTest::makeWithTheKeyboardOnly()
{
    QSignalSpy made(m_page.get(), &ApiKeysPage::makeRequested);
    m_page->showKeys({});
    m_page->setFocus();
    press(Qt::Key_N, Qt::ControlModifier);
    QTRY_VERIFY(qobject_cast<QLineEdit *>(QApplication::focusWidget()));
    QTest::keyClicks(QApplication::focusWidget(), u"  web shop "_s);
    press(Qt::Key_Return);
    QCOMPARE(made.count(), 1);
    QCOMPARE(made[0][0].toString(), u"web shop"_s);
}

void ApiKeysPageTest::aNameIsNeeded()
{
    m_page->askMake();
    auto *dialog = m_page->findChild<MakeApiKeyDialog *>();
    auto *confirm = dialog->findChild<QPushButton *>(u"confirmButton"_s);
    auto *name = dialog->findChild<QLineEdit *>();
    QVERIFY(!confirm->isEnabled());
    name->setText(u"   "_s);
    QVERIFY(!confirm->isEnabled());
    name->setText(QString(300, u'x'));
    QCOMPARE(name->text().size(), ApiKey::nameLengthMax);
    QVERIFY(confirm->isEnabled());
}

void ApiKeysPageTest::revokeWithTheKeyboardOnly()
{
    const ApiKey key = makeKey(u"web shop"_s);
    m_page->showKeys({key});
    // No QSignalSpy: a variant cannot hold an id, which has no empty value.
    QList<ApiKeyId> revoked;
    connect(m_page.get(), &ApiKeysPage::revokeRequested, this,
            [&revoked](const ApiKeyId &id) { revoked.append(id); });
    auto *table = find<QTableView>(u"apiKeysTable"_s);
    table->setFocus();
    table->setCurrentIndex(table->model()->index(0, 0));
    press(Qt::Key_Delete);
    QTRY_VERIFY(m_page->findChild<RevokeApiKeyDialog *>());
    auto *dialog = m_page->findChild<RevokeApiKeyDialog *>();
    QVERIFY(QTest::qWaitForWindowActive(dialog));
    auto *confirm = dialog->findChild<QPushButton *>(u"confirmButton"_s);
    QCOMPARE(confirm->text(), u"Revoke “web shop”"_s);
    QTRY_VERIFY(dialog->findChild<QPushButton *>(u"cancelButton"_s)->hasFocus());
    press(Qt::Key_Tab);
    QVERIFY(confirm->hasFocus());
    press(Qt::Key_Return);
    QVERIFY(revoked == QList<ApiKeyId>{key.id});
}

void ApiKeysPageTest::returnDoesNotRevoke()
{
    m_page->showKeys({makeKey(u"web shop"_s)});
    bool isRevoked = false;
    connect(m_page.get(), &ApiKeysPage::revokeRequested, this, [&isRevoked] { isRevoked = true; });
    find<QTableView>(u"apiKeysTable"_s)->selectRow(0);
    m_page->askRevoke();
    const QPointer<RevokeApiKeyDialog> dialog = m_page->findChild<RevokeApiKeyDialog *>();
    QVERIFY(QTest::qWaitForWindowActive(dialog));
    QTest::keyClick(dialog, Qt::Key_Return);
    QTRY_VERIFY(!dialog);
    QVERIFY(!isRevoked);
}

void ApiKeysPageTest::aRevokedKeyIsNotRevoked()
{
    const ApiKey key = makeKey(u"web shop"_s);
    m_page->showKeys({key});
    QVERIFY(!find<QPushButton>(u"revokeButton"_s)->isEnabled());
    find<QTableView>(u"apiKeysTable"_s)->selectRow(0);
    QVERIFY(find<QPushButton>(u"revokeButton"_s)->isEnabled());
    m_page->showKeys({makeKey(u"gone"_s, true)});
    find<QTableView>(u"apiKeysTable"_s)->selectRow(0);
    QVERIFY(!find<QPushButton>(u"revokeButton"_s)->isEnabled());
    m_page->askRevoke();
    QVERIFY(!m_page->findChild<RevokeApiKeyDialog *>());
}

void ApiKeysPageTest::aNameIsShownAsItIs()
{
    m_page->showKeys({makeKey(u"<b>A&B</b>"_s)});
    find<QTableView>(u"apiKeysTable"_s)->selectRow(0);
    m_page->askRevoke();
    auto *dialog = m_page->findChild<RevokeApiKeyDialog *>();
    QCOMPARE(dialog->findChild<QPushButton *>(u"confirmButton"_s)->text(), u"Revoke “<b>A&&B</b>”"_s);
    for (const QLabel *label : dialog->findChildren<QLabel *>())
        QCOMPARE(label->textFormat(), Qt::PlainText);
}

void ApiKeysPageTest::theSecretIsShownOnce()
{
    m_page->showKeys({makeKey(u"web shop"_s)});
    m_page->showNewKey(u"web shop"_s, secret);
    QPointer<NewApiKeyDialog> dialog = m_page->findChild<NewApiKeyDialog *>();
    QVERIFY(QTest::qWaitForWindowActive(dialog));
    QVERIFY(isAnywhere(secret));
    QVERIFY(isAnywhere(u"never be shown again"_s));
    // Copy has the focus, and then the button that closes.
    QTRY_VERIFY(dialog->findChild<QPushButton *>(u"copyButton"_s)->hasFocus());
    press(Qt::Key_Return);
    QCOMPARE(QGuiApplication::clipboard()->text(), secret);
    QTRY_VERIFY(dialog->findChild<QPushButton *>(u"closeButton"_s)->hasFocus());
    press(Qt::Key_Return);
    QTRY_VERIFY(!dialog);
    QVERIFY(!isAnywhere(secret));
}

void ApiKeysPageTest::escapeDoesNotLoseTheSecret()
{
    m_page->showNewKey(u"web shop"_s, secret);
    QPointer<NewApiKeyDialog> dialog = m_page->findChild<NewApiKeyDialog *>();
    QVERIFY(QTest::qWaitForWindowActive(dialog));
    QTest::keyClick(dialog, Qt::Key_Escape);
    QVERIFY(dialog && dialog->isVisible());
    auto *close = dialog->findChild<QPushButton *>(u"closeButton"_s);
    QCOMPARE(close->text(), u"Close without copying"_s);
    dialog->findChild<QPushButton *>(u"copyButton"_s)->click();
    QTest::keyClick(dialog, Qt::Key_Escape);
    QTRY_VERIFY(!dialog);
    QVERIFY(!isAnywhere(secret));
}

void ApiKeysPageTest::closingTheWindowIsNotHeldUp()
{
    m_page->showNewKey(u"web shop"_s, secret);
    QPointer<NewApiKeyDialog> dialog = m_page->findChild<NewApiKeyDialog *>();
    // As the end of the program does it.
    QVERIFY(dialog->close());
    QTRY_VERIFY(!dialog);
}

void ApiKeysPageTest::faultsAreToldUntilTheNextAct()
{
    auto *status = find<QLabel>(u"apiKeysStatus"_s);
    QCOMPARE(status->text(), QString());
    m_page->showKeys({makeKey(u"a"_s), makeKey(u"b"_s, true)});
    QCOMPARE(status->text(), u"1 in force, 1 revoked"_s);
    m_page->showFault(u"The database did not answer"_s);
    m_page->showKeys({makeKey(u"a"_s)});
    QCOMPARE(status->text(), u"The database did not answer"_s);
    m_page->askMake();
    auto *dialog = m_page->findChild<MakeApiKeyDialog *>();
    dialog->findChild<QLineEdit *>()->setText(u"c"_s);
    dialog->accept();
    QCOMPARE(status->text(), u"1 in force, 0 revoked"_s);
}

void ApiKeysPageTest::aFaultOfReadingGoesWithTheNextReading()
{
    const auto *status = find<QLabel>(u"apiKeysStatus"_s);
    m_page->showReadingFault(u"The keys may have changed"_s);
    QCOMPARE(status->text(), u"The keys may have changed"_s);
    m_page->showKeys({makeKey(u"a"_s)});
    QCOMPARE(status->text(), u"1 in force, 0 revoked"_s);
    // What became of an act is not hidden by either.
    m_page->showFault(u"Nothing was changed"_s);
    m_page->showReadingFault(u"The keys may have changed"_s);
    QCOMPARE(status->text(), u"Nothing was changed"_s);
    m_page->showKeys({makeKey(u"a"_s)});
    QCOMPARE(status->text(), u"Nothing was changed"_s);
}

void ApiKeysPageTest::theWindowAsksWhileThePageIsInSight()
{
    ChangeFeed feed;
    MainWindow window(feed.tap());
    window.showPage(MainWindow::Page::Live);
    window.show();
    QVERIFY(QTest::qWaitForWindowActive(&window));
    QSignalSpy asked(&window, &MainWindow::apiKeysRequested);
    constexpr int page = static_cast<int>(MainWindow::Page::ApiKeys);
    QTest::keyClick(&window, static_cast<Qt::Key>(Qt::Key_1 + page), Qt::ControlModifier);
    QCOMPARE(asked.count(), 1);
    QTRY_VERIFY_WITH_TIMEOUT(asked.count() >= 2, 30'000);
    window.showNewApiKey(u"web shop"_s, secret);
    QVERIFY(window.findChild<NewApiKeyDialog *>());
    // A fresh key never appears in front of an audience.
    window.findChild<NewApiKeyDialog *>()->close();
    window.setWallMode(true);
    window.showNewApiKey(u"web shop"_s, secret);
    QVERIFY(!window.isWallMode());
}

QTEST_MAIN(ApiKeysPageTest)
#include "test_api_keys_page.moc"
