// SPDX-License-Identifier: GPL-3.0-only
#include "http/endpoints/sale_request.h"

#include "http/body_reader.h"
#include "http/endpoints/if_match.h"
#include "http/endpoints/product_request.h"

#include <algorithm>

namespace holdfast::http {

using namespace Qt::StringLiterals;

namespace {

std::expected<SaleId, Refusal> saleInPath(const Request &request)
{
    return request.id<SaleId>("id", ErrorCode::SaleNotFound);
}

/// Each once, in order of id.
std::optional<std::vector<ProductId>> readProducts(FieldReader &fields)
{
    auto products = fields.optionalList<ProductId>("product_ids"_L1, SaleLimits::productsMax);
    if (!products)
        return std::nullopt;
    std::ranges::sort(*products);
    const auto repeats = std::ranges::unique(*products);
    products->erase(repeats.begin(), repeats.end());
    return products;
}

/// Nothing when the body does not name it; an inner nothing when it names null.
std::optional<std::optional<Instant>> readClearable(FieldReader &fields, QLatin1StringView name)
{
    using Moment = std::optional<Instant>;
    if (fields.isNull(name))
        return Moment();
    const Moment moment = fields.optional<Instant>(name);
    return moment ? std::optional<Moment>(moment) : std::nullopt;
}

std::expected<BodyReader, Refusal> openOptional(const Request &request)
{
    return BodyReader::open(request, BodyReader::WhenEmpty::IsEmptyObject);
}

} // namespace

std::expected<NewSale, Refusal> readNewSale(const Request &request)
{
    auto body = BodyReader::open(request);
    if (!body)
        return std::unexpected(std::move(body.error()));
    auto &fields = body->fields();
    NewSale sale;
    sale.name = fields.requiredText("name"_L1, 1, SaleLimits::nameLengthMax).value_or(QString());
    sale.startsAt = fields.optional<Instant>("starts_at"_L1);
    sale.endsAt = fields.optional<Instant>("ends_at"_L1);
    sale.products = readProducts(fields).value_or(std::vector<ProductId>());
    if (auto refusal = body->refusal())
        return std::unexpected(*std::move(refusal));
    return sale;
}

std::expected<NewDrop, Refusal> readNewDrop(const Call &call)
{
    auto body = BodyReader::open(call.request);
    if (!body)
        return std::unexpected(std::move(body.error()));
    auto &fields = body->fields();
    NewDrop drop{readProductFields(call, fields), fields.optional<Instant>("starts_at"_L1),
                 fields.optional<Instant>("ends_at"_L1)};
    if (auto refusal = body->refusal())
        return std::unexpected(*std::move(refusal));
    return drop;
}

std::expected<SaleEditRequest, Refusal> readSaleEdit(const Request &request)
{
    const auto id = saleInPath(request);
    if (!id)
        return std::unexpected(id.error());
    auto versions = readIfMatch(request);
    if (!versions)
        return std::unexpected(std::move(versions.error()));
    auto body = BodyReader::open(request);
    if (!body)
        return std::unexpected(std::move(body.error()));
    auto &fields = body->fields();
    for (const auto name : {"name"_L1, "product_ids"_L1}) {
        if (fields.isNull(name))
            fields.fault(name, u"must not be null"_s);
    }
    SaleEdit edit{.name = fields.optionalText("name"_L1, 1, SaleLimits::nameLengthMax),
                  .startsAt = readClearable(fields, "starts_at"_L1),
                  .endsAt = readClearable(fields, "ends_at"_L1),
                  .products = readProducts(fields),
                  .versions = withBodyVersion(*std::move(versions), fields)};
    if (auto refusal = body->refusal())
        return std::unexpected(*std::move(refusal));
    return SaleEditRequest{*id, std::move(edit)};
}

std::expected<SaleId, Refusal> readSaleAct(const Request &request)
{
    auto id = saleInPath(request);
    if (!id)
        return id;
    auto body = openOptional(request);
    if (!body)
        return std::unexpected(std::move(body.error()));
    if (auto refusal = body->refusal())
        return std::unexpected(*std::move(refusal));
    return id;
}

std::expected<PauseRequest, Refusal> readPause(const Request &request)
{
    const auto id = saleInPath(request);
    if (!id)
        return std::unexpected(id.error());
    auto body = openOptional(request);
    if (!body)
        return std::unexpected(std::move(body.error()));
    const auto freezes = body->fields().optional<bool>("freeze_holds"_L1);
    if (auto refusal = body->refusal())
        return std::unexpected(*std::move(refusal));
    return PauseRequest{*id, freezes.value_or(false)};
}

std::expected<ExtensionRequest, Refusal> readExtension(const Request &request)
{
    const auto id = saleInPath(request);
    if (!id)
        return std::unexpected(id.error());
    auto body = BodyReader::open(request);
    if (!body)
        return std::unexpected(std::move(body.error()));
    auto &fields = body->fields();
    const bool hasEnd = fields.has("ends_at"_L1);
    const bool hasSeconds = fields.has("seconds"_L1);
    const auto seconds = fields.optionalInteger("seconds"_L1, 1, SaleLimits::extensionSecondsMax);
    const auto end = fields.optional<Instant>("ends_at"_L1);
    if (hasEnd && hasSeconds)
        fields.fault("seconds"_L1, u"must not stand beside ends_at"_s);
    if (!hasEnd && !hasSeconds)
        fields.fault("ends_at"_L1, u"is required, or seconds"_s);
    if (auto refusal = body->refusal())
        return std::unexpected(*std::move(refusal));
    if (end)
        return ExtensionRequest{*id, *end};
    return ExtensionRequest{*id, std::chrono::seconds(*seconds)};
}

} // namespace holdfast::http
