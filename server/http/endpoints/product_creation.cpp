// SPDX-License-Identifier: GPL-3.0-only
#include "http/body_reader.h"
#include "http/endpoints/catalogue_write.h"
#include "http/endpoints/products.h"
#include "http/endpoints/resource_json.h"
#include "stock/product_acts.h"

#include <algorithm>

namespace holdfast::http {

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

namespace products {

using namespace Qt::StringLiterals;

namespace {

constexpr int nameLengthMax = 200;
constexpr int descriptionLengthMax = 10'000;
constexpr int categoryLengthMax = 100;
constexpr qint64 totalStockMax = 100'000'000;
constexpr qint64 holdSecondsMax = 86'400;
const auto currencyDefault = u"USD"_s;

std::optional<int> toInt(std::optional<qint64> number)
{
    return number ? std::optional(static_cast<int>(*number)) : std::nullopt;
}

std::expected<NewProduct, Refusal> readNewProduct(const Call &call)
{
    auto body = BodyReader::open(call.request);
    if (!body)
        return std::unexpected(body.error());
    auto &fields = body->fields();
    NewProduct product;
    product.name = fields.requiredText("name"_L1, 1, nameLengthMax).value_or(QString());
    product.description = fields.optionalText("description"_L1, 0, descriptionLengthMax).value_or(QString());
    product.category = fields.optionalText("category"_L1, 0, categoryLengthMax).value_or(QString());
    product.price = fields.optional<Money>("price"_L1);
    product.currency =
        fields.optional<CurrencyCode>("currency"_L1).value_or(CurrencyCode{currencyDefault}).text;
    product.totalStock = toInt(fields.requiredInteger("total_stock"_L1, 0, totalStockMax)).value_or(0);
    product.perUserLimit = toInt(fields.optionalInteger("per_user_limit"_L1, 1, Quantity::maximum));
    product.holdSeconds = toInt(fields.optionalInteger("hold_seconds"_L1, 1, holdSecondsMax))
                              .value_or(call.api.settings.holdSecondsDefault);
    product.actor = call.actor.user;
    if (auto refusal = body->refusal())
        return std::unexpected(*std::move(refusal));
    return product;
}

Response createdResponse(const Product &product, Instant now)
{
    JsonWriter json;
    writeProduct(json, product, {}, now);
    return Response::createdJson(json.take())
        .withHeader("ETag", '"' + QByteArray::number(product.version) + '"')
        .withHeader("Location", "/api/v1/products/" + QByteArray::number(product.id.number()));
}

} // namespace

void create(const Call &call, Reply reply)
{
    auto wanted = readNewProduct(call);
    if (!wanted)
        return reply.refuse(std::move(wanted.error()));

    const auto &api = call.api;
    const auto add = [&api, wanted = *std::move(wanted)](Connection &connection) {
        return addProduct(connection, wanted, api.settings.serverName);
    };
    writeCatalogue(call, std::move(reply), add, [&api](const ProductChanged &added) {
        return createdResponse(added.product, api.clock.now());
    });
}

} // namespace products

} // namespace holdfast::http
