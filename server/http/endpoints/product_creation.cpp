// SPDX-License-Identifier: GPL-3.0-only
#include "http/body_reader.h"
#include "http/endpoints/catalogue_write.h"
#include "http/endpoints/if_match.h"
#include "http/endpoints/product_request.h"
#include "http/endpoints/products.h"
#include "http/endpoints/resource_json.h"
#include "stock/product_acts.h"

namespace holdfast::http::products {

using namespace Qt::StringLiterals;

namespace {

std::expected<NewProduct, Refusal> readNewProduct(const Call &call)
{
    auto body = BodyReader::open(call.request);
    if (!body)
        return std::unexpected(body.error());
    auto product = readProductFields(call, body->fields());
    if (auto refusal = body->refusal())
        return std::unexpected(*std::move(refusal));
    return product;
}

Response createdResponse(const Product &product, Instant now)
{
    JsonWriter json;
    writeProduct(json, product, {}, now);
    return Response::createdJson(json.take())
        .withHeader("ETag", entityTag(product.version))
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

} // namespace holdfast::http::products
