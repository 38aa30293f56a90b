// SPDX-License-Identifier: GPL-3.0-only
#include "http/endpoints/products.h"

#include "domain/product_edit.h"
#include "http/body_reader.h"
#include "http/endpoints/answering.h"
#include "http/endpoints/audit_note.h"
#include "http/endpoints/catalogue_entry.h"
#include "http/endpoints/if_match.h"
#include "http/endpoints/resource_json.h"

namespace holdfast::http::products {

using namespace Qt::StringLiterals;

namespace {

template <typename Write>
Response entryResponse(const CatalogueEntry &entry, Instant now, Write write)
{
    JsonWriter json;
    write(json, entry.product, entry.sale, now);
    return Response::okJson(json.take()).withHeader("ETag", entityTag(entry.product.version));
}

/// From the board while it is certain, else from the database.
template <typename Write>
void answerEntry(const Call &call, Reply reply, Write write)
{
    const auto id = call.request.id<ProductId>("id", ErrorCode::ProductNotFound);
    if (!id)
        return reply.refuse(id.error());
    const auto &api = call.api;
    if (const auto entry = entryOnBoard(api, *id))
        return reply.send(entryResponse(*entry, api.clock.now(), write));

    readDatabase(
        api, std::move(reply), [id = *id](Connection &connection) { return readEntry(connection, id); },
        [&api, write](const std::optional<CatalogueEntry> &entry) {
            return entry ? entryResponse(*entry, api.clock.now(), write)
                         : Response::refused(Refusal::of(ErrorCode::ProductNotFound));
        });
}

std::expected<Restock, Refusal> readRestock(const Call &call)
{
    const auto id = call.request.id<ProductId>("id", ErrorCode::ProductNotFound);
    if (!id)
        return std::unexpected(id.error());
    auto body = BodyReader::open(call.request);
    if (!body)
        return std::unexpected(body.error());
    const auto quantity = body->fields().required<Quantity>("quantity"_L1);
    const auto reason = body->fields().requiredText("reason"_L1, 1, ProductLimits::reasonLengthMax);
    if (auto refusal = body->refusal())
        return std::unexpected(*std::move(refusal));
    return Restock{*id, *quantity, *reason, call.actor.user, staffActOf(call)};
}

} // namespace

void read(const Call &call, Reply reply)
{
    answerEntry(call, std::move(reply), writeProduct);
}

void status(const Call &call, Reply reply)
{
    answerEntry(call, std::move(reply), writeStatus);
}

void restock(const Call &call, Reply reply)
{
    auto wanted = readRestock(call);
    if (!wanted)
        return reply.refuse(std::move(wanted.error()));

    const auto render = [](const Restocked &restocked) {
        JsonWriter json;
        writeStock(json.beginObject().key("product"), restocked.stock);
        return Response::okJson(json.endObject().take());
    };
    postCommand(call, std::move(reply), *std::move(wanted), render);
}

} // namespace holdfast::http::products
