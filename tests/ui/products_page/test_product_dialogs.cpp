// SPDX-License-Identifier: GPL-3.0-only
#include "sample_shop.h"
#include "ui/products_page/product_dialog.h"
#include "ui/products_page/restock_dialog.h"
#include "ui/widgets/form_field.h"
#include "ui_environment.h"

#include <QApplication>
#include <QJsonArray>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPointer>
#include <QPushButton>
#include <QSpinBox>
#include <QTest>

using namespace holdfast;
using namespace holdfast::test;
using namespace Qt::StringLiterals;

namespace {

const ProductDefaults defaults{.currency = u"EUR"_s, .holdSeconds = 600, .categories = {u"Home"_s}};

Product lamp()
{
    Product product = plainProduct(17, u"Lamp"_s, {100, 60, 10, 30});
    product.category = u"Home"_s;
    product.version = 4;
    return product;
}

/// A dialog and what it asked for.
struct Asked
{
    explicit Asked(const std::optional<Product> &product)
        : dialog(new ProductDialog(product, defaults, &parent))
    {
        QObject::connect(dialog, &ProductDialog::createRequested, &parent,
                         [this](const NewProduct &wanted) { created.append(wanted); });
        QObject::connect(dialog, &ProductDialog::editRequested, &parent,
                         [this](ProductId, const ProductEdit &edit, qint64 version) {
                             edits.append(edit);
                             versions.append(version);
                         });
        dialog->open();
    }

    FormField *field(const QString &name) const { return dialog->findChild<FormField *>(name); }
    // As if typed.
    void type(const QString &name, const QString &text) const
    {
        auto *line = qobject_cast<QLineEdit *>(field(name)->editor());
        line->setFocus();
        line->selectAll();
        QTest::keyClick(line, Qt::Key_Delete);
        QTest::keyClicks(line, text);
    }
    QPushButton *confirm() const { return dialog->findChild<QPushButton *>(u"confirmButton"_s); }
    QString notice() const { return dialog->findChild<QLabel *>(u"notice"_s)->text(); }

    QWidget parent;
    QPointer<ProductDialog> dialog;
    QList<NewProduct> created;
    QList<ProductEdit> edits;
    QList<qint64> versions;
};

} // namespace

class ProductDialogsTest : public QObject
{
    Q_OBJECT

private slots:
    void createsWhatWasEntered();
    void faultsStandAtTheirFields();
    void waitsForTheAnswer();
    void editsOnlyWhatChanged();
    void savingNothingAsksForNothing();
    void anAdjustmentAsksForItsReason();
    void aConflictKeepsBoth();
    void aRefusalKeepsWhatWasEntered();
    void aFieldTheServerRefusesIsMarked();
    void restockNamesItsEffect();
    void restockNeedsAReason();
    void everyFieldHasALabel();

private:
    UiEnvironment m_environment;
};

void ProductDialogsTest::createsWhatWasEntered()
{
    const Asked asked(std::nullopt);
    QCOMPARE(asked.field(u"currencyField"_s)->text(), u"EUR"_s);
    asked.type(u"nameField"_s, u"Kayak"_s);
    asked.type(u"priceField"_s, u"899"_s);
    asked.type(u"totalStockField"_s, u"5"_s);
    qobject_cast<QPlainTextEdit *>(asked.field(u"descriptionField"_s)->editor())->setPlainText(u"Folds"_s);
    asked.confirm()->click();
    QCOMPARE(asked.created.size(), 1);
    const NewProduct wanted{.name = u"Kayak"_s,
                            .description = u"Folds"_s,
                            .category = {},
                            .price = Money::fromMinorUnits(89'900),
                            .currency = u"EUR"_s,
                            .totalStock = 5,
                            .perUserLimit = std::nullopt,
                            .holdSeconds = 600,
                            .actor = std::nullopt};
    QVERIFY(asked.created[0] == wanted);
}

void ProductDialogsTest::faultsStandAtTheirFields()
{
    const Asked asked(std::nullopt);
    asked.type(u"priceField"_s, u"12.345"_s);
    asked.type(u"totalStockField"_s, u"many"_s);
    asked.confirm()->click();
    QVERIFY(asked.created.isEmpty());
    QVERIFY(asked.dialog->isVisible());
    for (const QString &name : {u"nameField"_s, u"priceField"_s, u"totalStockField"_s}) {
        const FormField *field = asked.field(name);
        QVERIFY(field->isFaulty());
        // Not by colour alone, and for screen readers too.
        QVERIFY(field->note().startsWith(u"✕"_s));
        QVERIFY(!field->editor()->accessibleDescription().isEmpty());
    }
    QVERIFY(!asked.field(u"currencyField"_s)->isFaulty());
    QTRY_VERIFY(asked.field(u"nameField"_s)->editor()->hasFocus());
    asked.type(u"nameField"_s, u"Kayak"_s);
    asked.type(u"priceField"_s, u"12.34"_s);
    asked.type(u"totalStockField"_s, u"5"_s);
    asked.confirm()->click();
    QCOMPARE(asked.created.size(), 1);
    QVERIFY(!asked.field(u"priceField"_s)->isFaulty());
}

void ProductDialogsTest::waitsForTheAnswer()
{
    const Asked asked(std::nullopt);
    asked.type(u"nameField"_s, u"Kayak"_s);
    asked.type(u"totalStockField"_s, u"5"_s);
    asked.confirm()->click();
    QVERIFY(asked.dialog->isAsking());
    QVERIFY(!asked.confirm()->isEnabled());
    QTest::keyClick(asked.dialog, Qt::Key_Return);
    QCOMPARE(asked.created.size(), 1);
    asked.dialog->showDone();
    QTRY_VERIFY(!asked.dialog);
}

void ProductDialogsTest::editsOnlyWhatChanged()
{
    const Asked asked(lamp());
    asked.type(u"nameField"_s, u"Desk lamp"_s);
    asked.confirm()->click();
    QCOMPARE(asked.edits.size(), 1);
    QVERIFY(asked.edits[0] == ProductEdit{.name = u"Desk lamp"_s});
    QCOMPARE(asked.versions, QList<qint64>{4});
}

void ProductDialogsTest::savingNothingAsksForNothing()
{
    const Asked asked(lamp());
    asked.confirm()->click();
    QVERIFY(asked.edits.isEmpty());
    QTRY_VERIFY(!asked.dialog);
}

void ProductDialogsTest::anAdjustmentAsksForItsReason()
{
    const Asked asked(lamp());
    FormField *reason = asked.field(u"reasonField"_s);
    QVERIFY(!reason->isVisible());
    asked.type(u"totalStockField"_s, u"39"_s);
    QVERIFY(reason->isVisible());
    asked.confirm()->click();
    QVERIFY(reason->isFaulty());
    QVERIFY(asked.field(u"totalStockField"_s)->isFaulty()); // 40 are held or sold
    asked.type(u"totalStockField"_s, u"40"_s);
    asked.type(u"reasonField"_s, u"water damage"_s);
    asked.confirm()->click();
    QVERIFY(asked.edits == (QList{ProductEdit{.totalStock = 40, .reason = u"water damage"_s}}));
}

void ProductDialogsTest::aConflictKeepsBoth()
{
    const Asked asked(lamp());
    asked.type(u"nameField"_s, u"Desk lamp"_s);
    asked.confirm()->click();
    Product theirs = lamp();
    theirs.name = u"Table lamp"_s;
    theirs.category = u"Lights"_s;
    theirs.version = 5;
    asked.dialog->showRefusal({ProductAct::Edit, theirs, Refusal::of(ErrorCode::VersionConflict)});
    QVERIFY(asked.dialog->isVisible());
    QVERIFY(asked.notice().contains(u"Somebody else"_s));
    // Mine stays, theirs is told; what only they changed is taken in.
    QCOMPARE(asked.field(u"nameField"_s)->text(), u"Desk lamp"_s);
    QVERIFY(asked.field(u"nameField"_s)->note().contains(u"Table lamp"_s));
    QCOMPARE(asked.field(u"categoryField"_s)->text(), u"Lights"_s);
    QVERIFY(!asked.field(u"categoryField"_s)->note().isEmpty());
    asked.confirm()->click();
    QCOMPARE(asked.edits.size(), 2);
    QVERIFY(asked.edits[1] == ProductEdit{.name = u"Desk lamp"_s});
    QCOMPARE(asked.versions, (QList<qint64>{4, 5}));
}

void ProductDialogsTest::aRefusalKeepsWhatWasEntered()
{
    const Asked asked(lamp());
    asked.type(u"nameField"_s, u"Desk lamp"_s);
    asked.confirm()->click();
    asked.dialog->showRefusal(
        {ProductAct::Edit, std::nullopt, Refusal{ErrorCode::DbUnavailable, u"Nothing was changed"_s, {}}});
    QVERIFY(asked.notice().contains(u"Nothing was changed"_s));
    QCOMPARE(asked.field(u"nameField"_s)->text(), u"Desk lamp"_s);
    QVERIFY(asked.confirm()->isEnabled());
    asked.confirm()->click();
    QCOMPARE(asked.edits.size(), 2);
    QCOMPARE(asked.notice(), QString());
}

void ProductDialogsTest::aFieldTheServerRefusesIsMarked()
{
    const Asked asked(lamp());
    asked.type(u"nameField"_s, u"Desk lamp"_s);
    asked.confirm()->click();
    Refusal refusal = Refusal::of(ErrorCode::ValidationError);
    refusal.details = {
        {u"fields"_s, QJsonArray{QJsonObject{{u"field"_s, u"name"_s}, {u"message"_s, u"is taken"_s}}}}};
    asked.dialog->showRefusal({ProductAct::Edit, std::nullopt, refusal});
    QVERIFY(asked.field(u"nameField"_s)->note().contains(u"is taken"_s));
    asked.dialog->showRefusal({ProductAct::Edit, std::nullopt, Refusal::of(ErrorCode::StockInUse)});
    QVERIFY(asked.field(u"totalStockField"_s)->isFaulty());
    QVERIFY(!asked.field(u"nameField"_s)->isFaulty());
}

void ProductDialogsTest::restockNamesItsEffect()
{
    QWidget parent;
    auto *dialog = new RestockDialog(lamp(), &parent);
    dialog->open();
    auto *confirm = dialog->findChild<QPushButton *>(u"confirmButton"_s);
    QCOMPARE(confirm->text(), u"Add 1 unit to “Lamp”"_s);
    dialog->findChild<QSpinBox *>()->setValue(50);
    QCOMPARE(confirm->text(), u"Add 50 units to “Lamp”"_s);
}

void ProductDialogsTest::restockNeedsAReason()
{
    QWidget parent;
    auto *dialog = new RestockDialog(lamp(), &parent);
    QStringList reasons;
    connect(dialog, &RestockDialog::restockRequested, this,
            [&reasons](ProductId product, Quantity quantity, const QString &reason) {
                QCOMPARE(product.number(), 17);
                QCOMPARE(quantity.units(), 3);
                reasons.append(reason);
            });
    dialog->open();
    auto *confirm = dialog->findChild<QPushButton *>(u"confirmButton"_s);
    QVERIFY(!confirm->isEnabled());
    dialog->findChild<QSpinBox *>()->setValue(3);
    auto *reason = dialog->findChild<QLineEdit *>(u"restockReason"_s);
    reason->setText(u"  delivery "_s);
    confirm->click();
    QCOMPARE(reasons, QStringList{u"delivery"_s});
    dialog->showRefused(u"no"_s);
    QCOMPARE(reason->text(), u"  delivery "_s);
    QVERIFY(confirm->isEnabled());
}

void ProductDialogsTest::everyFieldHasALabel()
{
    const Asked asked(lamp());
    for (const FormField *field : asked.dialog->findChildren<FormField *>()) {
        const auto labels = field->findChildren<QLabel *>();
        QVERIFY(std::ranges::any_of(
            labels, [field](const QLabel *label) { return label->buddy() == field->editor(); }));
        for (const QLabel *label : labels)
            QCOMPARE(label->textFormat(), Qt::PlainText);
    }
}

QTEST_MAIN(ProductDialogsTest)
#include "test_product_dialogs.moc"
