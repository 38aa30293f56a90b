// SPDX-License-Identifier: GPL-3.0-only
#include "sample_shop.h"
#include "ui/products_page/product_input.h"

#include <QLocale>
#include <QTest>

using namespace holdfast;
using namespace holdfast::test;
using namespace Qt::StringLiterals;

namespace {

ProductTexts goodTexts()
{
    ProductTexts texts;
    texts[ProductField::Name] = u"Lamp"_s;
    texts[ProductField::Price] = u"49.90"_s;
    texts[ProductField::Currency] = u"EUR"_s;
    texts[ProductField::TotalStock] = u"100"_s;
    texts[ProductField::HoldSeconds] = u"600"_s;
    return texts;
}

} // namespace

class ProductInputTest : public QObject
{
    Q_OBJECT

private slots:
    void cleanup() { QLocale::setDefault(QLocale::c()); }
    void readsWhatWasEntered();
    void amountsAreExactToTheCent_data();
    void amountsAreExactToTheCent();
    void amountsAreReadAsTheLocaleWritesThem();
    void everyFaultIsToldAtOnce();
    void fieldsHaveTheirLimits_data();
    void fieldsHaveTheirLimits();
    void aProductComesBackUnchanged();
    void anEditNamesOnlyWhatChanged();
    void priceAndLimitCanBeTakenAway();
    void stockIsNotCutBelowWhatIsHeldAndSold();
    void anAdjustmentNeedsAReason();
    void anEditCanBeTakenBack();
};

void ProductInputTest::readsWhatWasEntered()
{
    ProductTexts texts = goodTexts();
    texts[ProductField::Name] = u"  Lamp "_s;
    texts[ProductField::Currency] = u"eur"_s;
    texts[ProductField::PerUserLimit] = u" 3 "_s;
    texts[ProductField::Description] = u"Warm\r\nlight\n"_s;
    const auto product = newProductOf(texts);
    QVERIFY(product);
    const NewProduct wanted{.name = u"Lamp"_s,
                            .description = u"Warm\nlight"_s,
                            .category = {},
                            .price = Money::fromMinorUnits(4990),
                            .currency = u"EUR"_s,
                            .totalStock = 100,
                            .perUserLimit = 3,
                            .holdSeconds = 600,
                            .actor = std::nullopt};
    QVERIFY(*product == wanted);
}

void ProductInputTest::amountsAreExactToTheCent_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<qint64>("cents");
    QTest::newRow("whole") << u"49"_s << qint64(4900);
    QTest::newRow("one decimal") << u"49.5"_s << qint64(4950);
    QTest::newRow("what doubles round") << u"0.29"_s << qint64(29);
    QTest::newRow("free") << u"0"_s << qint64(0);
    QTest::newRow("the most") << u"100000000000.00"_s << Money::minorUnitsMax;
    QTest::newRow("above the most") << u"100000000000.01"_s << qint64(-1);
    QTest::newRow("three decimals") << u"1.005"_s << qint64(-1);
    QTest::newRow("negative") << u"-1"_s << qint64(-1);
    QTest::newRow("no digits before") << u".5"_s << qint64(-1);
    QTest::newRow("two points") << u"1.2.3"_s << qint64(-1);
    QTest::newRow("word") << u"much"_s << qint64(-1);
    QTest::newRow("exponent") << u"1e3"_s << qint64(-1);
    QTest::newRow("more digits than any number") << QString(40, u'9') << qint64(-1);
}

void ProductInputTest::amountsAreExactToTheCent()
{
    QFETCH(QString, text);
    QFETCH(qint64, cents);
    ProductTexts texts = goodTexts();
    texts[ProductField::Price] = text;
    const auto product = newProductOf(texts);
    QCOMPARE(product.has_value(), cents >= 0);
    if (product)
        QCOMPARE(product->price->minorUnits(), cents);
    else
        QCOMPARE(product.error().keys(), QList{ProductField::Price});
}

void ProductInputTest::amountsAreReadAsTheLocaleWritesThem()
{
    QLocale::setDefault(QLocale(QLocale::German, QLocale::Germany));
    Product lamp = plainProduct(1, u"Lamp"_s, {10, 10, 0, 0});
    lamp.price = Money::fromMinorUnits(123'450);
    QCOMPARE(textsOf(lamp)[ProductField::Price], u"1234,50"_s);
    QCOMPARE(newProductOf(textsOf(lamp))->price, lamp.price);
    // A point stays a point: nobody's price becomes a hundred times as high.
    ProductTexts texts = goodTexts();
    texts[ProductField::Price] = u"49.90"_s;
    QCOMPARE(newProductOf(texts)->price->minorUnits(), 4990);
}

void ProductInputTest::everyFaultIsToldAtOnce()
{
    ProductTexts texts;
    texts[ProductField::Price] = u"x"_s;
    texts[ProductField::Currency] = u"EURO"_s;
    const auto product = newProductOf(texts);
    QVERIFY(!product);
    QCOMPARE(product.error().keys(),
             (QList{ProductField::Name, ProductField::Price, ProductField::Currency, ProductField::TotalStock,
                    ProductField::HoldSeconds}));
    for (const QString &fault : product.error())
        QVERIFY(!fault.isEmpty());
}

void ProductInputTest::fieldsHaveTheirLimits_data()
{
    QTest::addColumn<int>("field");
    QTest::addColumn<QString>("most");
    QTest::addColumn<QString>("tooMuch");
    const auto row = [](const char *name, ProductField field, const QString &most, const QString &tooMuch) {
        QTest::newRow(name) << static_cast<int>(field) << most << tooMuch;
    };
    const auto letters = [](int count) { return QString(count, u'x'); };
    row("name", ProductField::Name, letters(200), letters(201));
    row("category", ProductField::Category, letters(100), letters(101));
    row("description", ProductField::Description, letters(10'000), letters(10'001));
    row("stock", ProductField::TotalStock, u"100000000"_s, u"100000001"_s);
    row("no stock", ProductField::TotalStock, u"0"_s, u"-1"_s);
    row("limit", ProductField::PerUserLimit, u"1000000"_s, u"1000001"_s);
    row("least limit", ProductField::PerUserLimit, u"1"_s, u"0"_s);
    row("hold time", ProductField::HoldSeconds, u"86400"_s, u"86401"_s);
    row("least hold time", ProductField::HoldSeconds, u"1"_s, u"0"_s);
    row("whole units", ProductField::TotalStock, u"1"_s, u"1.5"_s);
}

void ProductInputTest::fieldsHaveTheirLimits()
{
    QFETCH(int, field);
    QFETCH(QString, most);
    QFETCH(QString, tooMuch);
    const auto at = static_cast<ProductField>(field);
    ProductTexts texts = goodTexts();
    texts[at] = most;
    QVERIFY(newProductOf(texts));
    texts[at] = tooMuch;
    QVERIFY(!newProductOf(texts));
    QCOMPARE(newProductOf(texts).error().keys(), QList{at});
}

void ProductInputTest::aProductComesBackUnchanged()
{
    Product lamp = plainProduct(1, u" Lamp"_s, {10, 4, 3, 3});
    lamp.description = u"Warm\r\nlight"_s;
    lamp.perUserLimit = 2;
    const auto wanted = newProductOf(textsOf(lamp));
    QVERIFY(wanted);
    QVERIFY(editOf(lamp, *wanted, {}).isEmpty());
    QVERIFY(faultsOfEdit(lamp, *wanted, {}).isEmpty());
}

void ProductInputTest::anEditNamesOnlyWhatChanged()
{
    const Product lamp = plainProduct(1, u"Lamp"_s, {10, 10, 0, 0});
    ProductTexts texts = textsOf(lamp);
    texts[ProductField::Name] = u"Desk lamp"_s;
    texts[ProductField::TotalStock] = u"12"_s;
    const ProductEdit edit = editOf(lamp, *newProductOf(texts), u" two found "_s);
    QVERIFY(edit == (ProductEdit{.name = u"Desk lamp"_s, .totalStock = 12, .reason = u"two found"_s}));
    texts[ProductField::TotalStock] = u"10"_s;
    QCOMPARE(editOf(lamp, *newProductOf(texts), u"two found"_s).reason, QString());
}

void ProductInputTest::priceAndLimitCanBeTakenAway()
{
    Product lamp = plainProduct(1, u"Lamp"_s, {10, 10, 0, 0});
    lamp.perUserLimit = 2;
    ProductTexts texts = textsOf(lamp);
    texts[ProductField::Price].clear();
    texts[ProductField::PerUserLimit].clear();
    const ProductEdit edit = editOf(lamp, *newProductOf(texts), {});
    QVERIFY(edit.price && !*edit.price);
    QVERIFY(edit.perUserLimit && !*edit.perUserLimit);
    QVERIFY(!edit.name);
}

void ProductInputTest::stockIsNotCutBelowWhatIsHeldAndSold()
{
    const Product lamp = plainProduct(1, u"Lamp"_s, {10, 4, 3, 3});
    NewProduct wanted = *newProductOf(textsOf(lamp));
    wanted.totalStock = 6;
    QVERIFY(faultsOfEdit(lamp, wanted, u"lost"_s).isEmpty());
    wanted.totalStock = 5;
    QCOMPARE(faultsOfEdit(lamp, wanted, u"lost"_s).keys(), QList{ProductField::TotalStock});
}

void ProductInputTest::anAdjustmentNeedsAReason()
{
    const Product lamp = plainProduct(1, u"Lamp"_s, {10, 10, 0, 0});
    NewProduct wanted = *newProductOf(textsOf(lamp));
    QVERIFY(faultsOfEdit(lamp, wanted, {}).isEmpty());
    wanted.totalStock = 11;
    QCOMPARE(faultsOfEdit(lamp, wanted, u"  "_s).keys(), QList{ProductField::Reason});
    QVERIFY(faultsOfEdit(lamp, wanted, u"found"_s).isEmpty());
    QCOMPARE(faultsOfEdit(lamp, wanted, QString(501, u'x')).keys(), QList{ProductField::Reason});
}

void ProductInputTest::anEditCanBeTakenBack()
{
    const Product lamp = plainProduct(1, u"Lamp"_s, {10, 10, 0, 0});
    const ProductEdit edit{
        .name = u"Desk lamp"_s, .price = std::optional<Money>(), .totalStock = 15, .reason = u"found"_s};
    // 20 more were delivered since.
    const ProductEdit inverse = inverseOf(edit, lamp, 35, u"undone"_s);
    QVERIFY(
        inverse
        == (ProductEdit{
            .name = u"Lamp"_s, .price = std::optional(lamp.price), .totalStock = 30, .reason = u"undone"_s}));
    Product priceless = lamp;
    priceless.price.reset();
    const ProductEdit priced{.price = std::optional(Money::fromMinorUnits(100))};
    const ProductEdit unpriced = inverseOf(priced, priceless, 10, {});
    QVERIFY(unpriced.price && !*unpriced.price);
    QVERIFY(inverseOf({}, lamp, 35, u"undone"_s).isEmpty());
}

QTEST_GUILESS_MAIN(ProductInputTest)
#include "test_product_input.moc"
