// SPDX-License-Identifier: GPL-3.0-only
#include "ui/products_page/product_input.h"

#include "domain/quantity.h"
#include "ui/widgets/number_text.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>

namespace holdfast {

using namespace Qt::StringLiterals;

namespace {

struct ProductInput
{
    Q_DECLARE_TR_FUNCTIONS(ProductInput)
};

QString cleaned(QString text)
{
    return text.replace(u"\r\n"_s, u"\n"_s).trimmed();
}

QString amountText(Money amount)
{
    return amount.text().replace(u"."_s, QLocale().decimalPoint());
}

// No doubles: 0.29 must stay 29 cents.
std::optional<Money> readAmount(const QString &text)
{
    QString plain = text;
    plain.replace(QLocale().decimalPoint(), u"."_s);
    const QStringList parts = plain.split(u'.');
    const QString cents = parts.value(1);
    const auto isDigits = [](const QString &part) {
        return std::ranges::all_of(part, [](QChar c) { return c >= u'0' && c <= u'9'; });
    };
    if (parts.size() > 2 || cents.size() > 2 || parts[0].isEmpty() || parts[0].size() > 12
        || !std::ranges::all_of(parts, isDigits))
        return std::nullopt;
    return Money::fromMinorUnits(parts[0].toLongLong() * 100 + cents.leftJustified(2, u'0').toLongLong());
}

/// Reads one field after the other, and keeps what is wrong.
class Reader
{
public:
    explicit Reader(const ProductTexts &texts)
        : m_texts(texts)
    {
    }

    QString text(ProductField field, int lengthMax)
    {
        const QString value = cleaned(m_texts[field]);
        if (value.size() > lengthMax)
            faults[field] = ProductInput::tr("At most %1 characters").arg(countText(lengthMax));
        return value;
    }

    QString requiredText(ProductField field, int lengthMax)
    {
        const QString value = text(field, lengthMax);
        if (value.isEmpty())
            faults[field] = ProductInput::tr("Is missing");
        return value;
    }

    int number(ProductField field, int least, int most)
    {
        bool isNumber = false;
        const int value = QLocale().toInt(m_texts[field].trimmed(), &isNumber);
        if (!isNumber || value < least || value > most)
            faults[field] =
                ProductInput::tr("A whole number from %1 to %2").arg(countText(least), countText(most));
        return value;
    }

    std::optional<int> optionalNumber(ProductField field, int least, int most)
    {
        return m_texts[field].trimmed().isEmpty() ? std::nullopt : std::optional(number(field, least, most));
    }

    std::optional<Money> price()
    {
        const QString value = m_texts[ProductField::Price].trimmed();
        if (value.isEmpty())
            return std::nullopt;
        const auto amount = readAmount(value);
        if (!amount) {
            faults[ProductField::Price] = ProductInput::tr("An amount with at most two decimals: %1")
                                              .arg(amountText(*Money::fromMinorUnits(4950)));
        }
        return amount;
    }

    QString currency()
    {
        const QString code = m_texts[ProductField::Currency].trimmed().toUpper();
        const bool isCode = code.size() == 3
            && std::ranges::all_of(code, [](QChar letter) { return letter >= u'A' && letter <= u'Z'; });
        if (!isCode)
            faults[ProductField::Currency] = ProductInput::tr("Three letters, such as EUR");
        return code;
    }

    ProductFaults faults;

private:
    const ProductTexts &m_texts;
};

template <typename Value>
std::optional<Value> ifChanged(const Value &before, const Value &now)
{
    // Spelled out: deduced, an optional of an optional would be a copy of the inner one.
    return before == now ? std::optional<Value>() : std::optional<Value>(std::in_place, now);
}

} // namespace

ProductTexts textsOf(const Product &product)
{
    ProductTexts texts;
    texts[ProductField::Name] = cleaned(product.name);
    texts[ProductField::Category] = cleaned(product.category);
    texts[ProductField::Description] = cleaned(product.description);
    texts[ProductField::Price] = product.price ? amountText(*product.price) : QString();
    texts[ProductField::Currency] = product.currency;
    texts[ProductField::TotalStock] = QString::number(product.stock.total);
    texts[ProductField::PerUserLimit] =
        product.perUserLimit ? QString::number(*product.perUserLimit) : QString();
    texts[ProductField::HoldSeconds] = QString::number(product.holdSeconds);
    return texts;
}

std::expected<NewProduct, ProductFaults> newProductOf(const ProductTexts &texts)
{
    using Limits = ProductLimits;
    Reader read(texts);
    NewProduct product;
    product.name = read.requiredText(ProductField::Name, Limits::nameLengthMax);
    product.category = read.text(ProductField::Category, Limits::categoryLengthMax);
    product.description = read.text(ProductField::Description, Limits::descriptionLengthMax);
    product.price = read.price();
    product.currency = read.currency();
    product.totalStock = read.number(ProductField::TotalStock, 0, Limits::totalStockMax);
    product.perUserLimit = read.optionalNumber(ProductField::PerUserLimit, 1, int(Quantity::maximum));
    product.holdSeconds = read.number(ProductField::HoldSeconds, 1, Limits::holdSecondsMax);
    if (!read.faults.isEmpty())
        return std::unexpected(read.faults);
    return product;
}

ProductFaults faultsOfEdit(const Product &base, const NewProduct &wanted, const QString &reason)
{
    ProductFaults faults;
    const int least = base.stock.reserved + base.stock.sold;
    if (wanted.totalStock < base.stock.total && wanted.totalStock < least)
        faults[ProductField::TotalStock] =
            ProductInput::tr("At least %1: %2 are held and %3 sold")
                .arg(countText(least), countText(base.stock.reserved), countText(base.stock.sold));
    if (wanted.totalStock != base.stock.total && cleaned(reason).isEmpty())
        faults[ProductField::Reason] = ProductInput::tr("Is missing: it is kept with the change of stock");
    if (cleaned(reason).size() > ProductLimits::reasonLengthMax)
        faults[ProductField::Reason] =
            ProductInput::tr("At most %1 characters").arg(countText(ProductLimits::reasonLengthMax));
    return faults;
}

ProductEdit editOf(const Product &base, const NewProduct &wanted, const QString &reason)
{
    ProductEdit edit;
    edit.name = ifChanged(cleaned(base.name), wanted.name);
    edit.category = ifChanged(cleaned(base.category), wanted.category);
    edit.description = ifChanged(cleaned(base.description), wanted.description);
    edit.price = ifChanged(base.price, wanted.price);
    edit.currency = ifChanged(base.currency, wanted.currency);
    edit.totalStock = ifChanged(base.stock.total, wanted.totalStock);
    edit.perUserLimit = ifChanged(base.perUserLimit, wanted.perUserLimit);
    edit.holdSeconds = ifChanged(base.holdSeconds, wanted.holdSeconds);
    if (edit.totalStock)
        edit.reason = cleaned(reason);
    return edit;
}

ProductEdit inverseOf(const ProductEdit &edit, const Product &before, int total, const QString &reason)
{
    ProductEdit inverse;
    if (edit.name)
        inverse.name = before.name;
    if (edit.category)
        inverse.category = before.category;
    if (edit.description)
        inverse.description = before.description;
    if (edit.price)
        inverse.price = before.price;
    if (edit.currency)
        inverse.currency = before.currency;
    if (edit.perUserLimit)
        inverse.perUserLimit = before.perUserLimit;
    if (edit.holdSeconds)
        inverse.holdSeconds = before.holdSeconds;
    if (edit.totalStock) {
        // What was restocked meanwhile stays.
        inverse.totalStock = total - (*edit.totalStock - before.stock.total);
        inverse.reason = reason;
    }
    return inverse;
}

} // namespace holdfast
