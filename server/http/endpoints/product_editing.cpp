// SPDX-License-Identifier: GPL-3.0-only
#include "http/endpoints/catalogue_write.h"
#include "http/endpoints/if_match.h"
#include "http/endpoints/product_request.h"
#include "http/endpoints/products.h"
#include "http/endpoints/resource_json.h"
#include "stock/product_acts.h"

namespace holdfast::http::products {

namespace {

void edit(const Call &call, Reply reply, std::expected<ProductEditRequest, Refusal> wanted)
{
    if (!wanted)
        return reply.refuse(std::move(wanted.error()));

    const auto &api = call.api;
    const auto change = [&api, wanted = *std::move(wanted), actor = call.actor.user](Connection &connection) {
        return editProduct(connection, wanted.product, wanted.edit, wanted.versions, actor,
                           api.settings.serverName);
    };
    writeCatalogue(call, std::move(reply), change, [&api](const ProductChanged &changed) {
        JsonWriter json;
        writeProduct(json, changed.product, changed.sale, api.clock.now());
        return Response::okJson(json.take()).withHeader("ETag", entityTag(changed.product.version));
    });
}

} // namespace

void replace(const Call &call, Reply reply)
{
    edit(call, std::move(reply), readReplacement(call));
}

void modify(const Call &call, Reply reply)
{
    edit(call, std::move(reply), readModification(call));
}

void remove(const Call &call, Reply reply)
{
    auto wanted = readRemoval(call);
    if (!wanted)
        return reply.refuse(std::move(wanted.error()));

    const auto archive = [&api = call.api, wanted = *std::move(wanted)](Connection &connection) {
        return archiveProduct(connection, wanted.product, wanted.versions, api.settings.serverName);
    };
    writeCatalogue(call, std::move(reply), archive,
                   [](const ProductChanged &) { return Response::noContent(); });
}

} // namespace holdfast::http::products
