// SPDX-License-Identifier: GPL-3.0-only
#include "http/endpoints/product_request.h"

#include "http/body_reader.h"
#include "http/endpoints/if_match.h"

#include <algorithm>

namespace holdfast::http {

using namespace Qt::StringLiterals;

/// ISO 4217, as far as its looks tell.
struct CurrencyCode
{
    QString text;
};

template <>
struct FieldType<CurrencyCode>
{
    static Converted<CurrencyCode> fromJson(const QJsonValue &value)
    {
        const QString text = value.toString();
        const bool isCode = text.size() == 3
            && std::ranges::all_of(text, [](QChar letter) { return letter >= u'A' && letter <= u'Z'; });
        if (isCode)
            return CurrencyCode{text};
        return std::unexpected(QStringLiteral("must be a currency code of three capital letters"));
    }
};

namespace {

using Limits = ProductLimits;

const auto currencyDefault = u"USD"_s;

std::optional<int> toInt(std::optional<qint64> number)
{
    return number ? std::optional(static_cast<int>(*number)) : std::nullopt;
}

std::optional<QString> readCurrency(FieldReader &fields)
{
    auto code = fields.optional<CurrencyCode>("currency"_L1);
    return code ? std::optional(std::move(code->text)) : std::nullopt;
}

std::optional<int> readPerUserLimit(FieldReader &fields)
{
    return toInt(fields.optionalInteger("per_user_limit"_L1, 1, Quantity::maximum));
}

std::optional<int> readHoldSeconds(FieldReader &fields)
{
    return toInt(fields.optionalInteger("hold_seconds"_L1, 1, Limits::holdSecondsMax));
}

QString readReason(FieldReader &fields)
{
    return fields.optionalText("reason"_L1, 1, Limits::reasonLengthMax).value_or(QString());
}

/// A value that the body may also take away by null; nothing when the body does not name it.
template <typename Read>
auto clearable(FieldReader &fields, QLatin1StringView name, Read read)
    -> std::optional<std::invoke_result_t<Read, FieldReader &>>
{
    using Value = std::invoke_result_t<Read, FieldReader &>;
    if (fields.isNull(name))
        return Value();
    auto value = read(fields);
    return value ? std::optional<Value>(std::move(value)) : std::nullopt;
}

std::optional<SaleId> readSale(FieldReader &fields)
{
    return fields.optional<SaleId>("sale_id"_L1);
}

ProductEdit readNamedFields(FieldReader &fields)
{
    for (const auto name : {"name"_L1, "currency"_L1, "total_stock"_L1, "hold_seconds"_L1}) {
        if (fields.isNull(name))
            fields.fault(name, u"must not be null"_s);
    }
    ProductEdit edit;
    edit.name = fields.optionalText("name"_L1, 1, Limits::nameLengthMax);
    edit.description = fields.isNull("description"_L1)
        ? QString()
        : fields.optionalText("description"_L1, 0, Limits::descriptionLengthMax);
    edit.category = fields.isNull("category"_L1)
        ? QString()
        : fields.optionalText("category"_L1, 0, Limits::categoryLengthMax);
    edit.price =
        clearable(fields, "price"_L1, [](FieldReader &each) { return each.optional<Money>("price"_L1); });
    edit.currency = readCurrency(fields);
    edit.totalStock = toInt(fields.optionalInteger("total_stock"_L1, 0, Limits::totalStockMax));
    edit.perUserLimit = clearable(fields, "per_user_limit"_L1, readPerUserLimit);
    edit.holdSeconds = readHoldSeconds(fields);
    edit.sale = clearable(fields, "sale_id"_L1, readSale);
    edit.reason = readReason(fields);
    return edit;
}

ProductEdit readAllFields(const Call &call, FieldReader &fields)
{
    auto product = readProductFields(call, fields);
    return {.name = std::move(product.name),
            .description = std::move(product.description),
            .category = std::move(product.category),
            .price = product.price,
            .currency = std::move(product.currency),
            .totalStock = product.totalStock,
            .perUserLimit = product.perUserLimit,
            .holdSeconds = product.holdSeconds,
            .sale = clearable(fields, "sale_id"_L1, readSale),
            .reason = readReason(fields)};
}

template <typename Read>
std::expected<ProductEditRequest, Refusal> readEdit(const Call &call, BodyReader::WhenEmpty whenEmpty,
                                                    Read read)
{
    const auto id = call.request.id<ProductId>("id", ErrorCode::ProductNotFound);
    if (!id)
        return std::unexpected(id.error());
    auto versions = readIfMatch(call.request);
    if (!versions)
        return std::unexpected(std::move(versions.error()));
    auto body = BodyReader::open(call.request, whenEmpty);
    if (!body)
        return std::unexpected(std::move(body.error()));
    auto edit = read(body->fields());
    auto wanted = withBodyVersion(*std::move(versions), body->fields());
    if (auto refusal = body->refusal())
        return std::unexpected(*std::move(refusal));
    return ProductEditRequest{*id, std::move(edit), std::move(wanted)};
}

} // namespace

NewProduct readProductFields(const Call &call, FieldReader &fields)
{
    NewProduct product;
    product.name = fields.requiredText("name"_L1, 1, Limits::nameLengthMax).value_or(QString());
    product.description =
        fields.optionalText("description"_L1, 0, Limits::descriptionLengthMax).value_or(QString());
    product.category = fields.optionalText("category"_L1, 0, Limits::categoryLengthMax).value_or(QString());
    product.price = fields.optional<Money>("price"_L1);
    product.currency = readCurrency(fields).value_or(currencyDefault);
    product.totalStock =
        toInt(fields.requiredInteger("total_stock"_L1, 0, Limits::totalStockMax)).value_or(0);
    product.perUserLimit = readPerUserLimit(fields);
    product.holdSeconds = readHoldSeconds(fields).value_or(call.api.settings.holdSecondsDefault);
    product.actor = call.actor.user;
    return product;
}

std::expected<ProductEditRequest, Refusal> readReplacement(const Call &call)
{
    return readEdit(call, BodyReader::WhenEmpty::IsMalformed,
                    [&call](FieldReader &fields) { return readAllFields(call, fields); });
}

std::expected<ProductEditRequest, Refusal> readModification(const Call &call)
{
    return readEdit(call, BodyReader::WhenEmpty::IsMalformed, readNamedFields);
}

std::expected<ProductEditRequest, Refusal> readRemoval(const Call &call)
{
    return readEdit(call, BodyReader::WhenEmpty::IsEmptyObject, [](FieldReader &) { return ProductEdit(); });
}

} // namespace holdfast::http
