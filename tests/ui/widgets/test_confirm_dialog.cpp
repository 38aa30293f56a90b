// SPDX-License-Identifier: GPL-3.0-only
#include "ui/widgets/confirm_dialog.h"
#include "ui/widgets/dialog_parts.h"
#include "ui_environment.h"

#include <QLabel>
#include <QLineEdit>
#include <QPointer>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace holdfast;
using namespace holdfast::test;
using namespace Qt::StringLiterals;

namespace {

Confirmation cancelling(const QString &sale)
{
    return {.title = u"Cancel a sale"_s,
            .effects = {u"37 holds end, their units go back into stock."_s, u"This cannot be undone."_s},
            .act = u"Cancel “%1”"_s.arg(nameOnButton(sale)),
            .isReversible = false,
            .typedName = {}};
}

} // namespace

class ConfirmDialogTest : public QObject
{
    Q_OBJECT

private slots:
    void namesTheEffect();
    void returnConfirmsWhatHasAWayBack();
    void returnCancelsWhatHasNone();
    void theNameMustBeTyped();
    void namesAreNoMnemonics();

private:
    QPushButton *confirmButton() const { return m_dialog->findChild<QPushButton *>(u"confirmButton"_s); }
    void ask(const Confirmation &confirmation)
    {
        m_dialog = new ConfirmDialog(confirmation, &m_parent);
        m_dialog->open();
        QVERIFY(QTest::qWaitForWindowActive(m_dialog));
    }

    UiEnvironment m_environment;
    QWidget m_parent;
    QPointer<ConfirmDialog> m_dialog;
};

void ConfirmDialogTest::namesTheEffect()
{
    ask(cancelling(u"Autumn"_s));
    QStringList texts;
    for (const QLabel *label : m_dialog->findChildren<QLabel *>()) {
        QCOMPARE(label->textFormat(), Qt::PlainText);
        texts.append(label->text());
    }
    QCOMPARE(texts,
             (QStringList{u"37 holds end, their units go back into stock."_s, u"This cannot be undone."_s}));
    QCOMPARE(confirmButton()->text(), u"Cancel “Autumn”"_s);
    m_dialog->reject();
}

void ConfirmDialogTest::returnConfirmsWhatHasAWayBack()
{
    Confirmation archiving = cancelling(u"Autumn"_s);
    archiving.isReversible = true;
    ask(archiving);
    QSignalSpy confirmed(m_dialog, &QDialog::accepted);
    QTest::keyClick(m_dialog, Qt::Key_Return);
    QCOMPARE(confirmed.count(), 1);
}

void ConfirmDialogTest::returnCancelsWhatHasNone()
{
    ask(cancelling(u"Autumn"_s));
    QSignalSpy confirmed(m_dialog, &QDialog::accepted);
    QTest::keyClick(m_dialog, Qt::Key_Return);
    QTRY_VERIFY(!m_dialog);
    QCOMPARE(confirmed.count(), 0);
}

void ConfirmDialogTest::theNameMustBeTyped()
{
    Confirmation confirmation = cancelling(u"Autumn & more"_s);
    confirmation.typedName = u"Autumn & more"_s;
    ask(confirmation);
    QSignalSpy confirmed(m_dialog, &QDialog::accepted);
    auto *field = m_dialog->findChild<QLineEdit *>(u"typedName"_s);
    QTRY_VERIFY(field->hasFocus());
    QVERIFY(!confirmButton()->isEnabled());
    QTest::keyClick(field, Qt::Key_Return);
    QTest::keyClicks(field, u"autumn & more"_s);
    QVERIFY(!confirmButton()->isEnabled());
    QTest::keyClick(field, Qt::Key_Return);
    QCOMPARE(confirmed.count(), 0);
    QVERIFY(m_dialog && m_dialog->isVisible());
    field->clear();
    QTest::keyClicks(field, u"Autumn & more "_s);
    QVERIFY(confirmButton()->isEnabled());
    QTest::keyClick(field, Qt::Key_Return);
    QCOMPARE(confirmed.count(), 1);
}

void ConfirmDialogTest::namesAreNoMnemonics()
{
    QCOMPARE(nameOnButton(u"A&B"_s), u"A&&B"_s);
    QCOMPARE(nameOnButton(QString(200, u'&')), QString(QString(80, u'&') + u'…'));
}

QTEST_MAIN(ConfirmDialogTest)
#include "test_confirm_dialog.moc"
