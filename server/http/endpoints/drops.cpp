// SPDX-License-Identifier: GPL-3.0-only
#include "http/endpoints/drops.h"

#include "http/endpoints/catalogue_entry.h"
#include "http/endpoints/catalogue_write.h"
#include "http/endpoints/if_match.h"
#include "http/endpoints/resource_json.h"
#include "http/endpoints/sale_json.h"
#include "http/endpoints/sale_request.h"
#include "http/endpoints/sale_status.h"
#include "stock/history.h"

namespace holdfast::http::drops {

namespace {

constexpr int purchasersShown = 3;

using Entries = std::vector<CatalogueEntry>;

struct Listing
{
    std::optional<SalePhase> status;
    Page page;
    bool isMasked = true;
};

/// A page of drops, and who bought each of them last.
struct DropPage
{
    Entries drops;
    qint64 total = 0;
    PurchasesOfProducts latest;
};

std::expected<Listing, Refusal> readListing(const Call &call)
{
    QueryReader query(call.request);
    Listing listing{.status = readStatus(query), .page = query.page(), .isMasked = !call.actor.isStaff()};
    if (auto refusal = query.refusal())
        return std::unexpected(*std::move(refusal));
    return listing;
}

bool isDrop(const CatalogueEntry &entry)
{
    return entry.sale && entry.sale->isDrop;
}

/// The wanted drops among `entries`, with one query for all who bought them last.
std::expected<DropPage, SqlError> readPage(Connection &connection, Entries entries, const Listing &listing,
                                           Instant now)
{
    std::erase_if(entries, [&](const CatalogueEntry &entry) {
        return !isDrop(entry) || (listing.status && entry.sale->phaseAt(now) != *listing.status);
    });
    DropPage page;
    page.total = static_cast<qint64>(entries.size());
    std::vector<ProductId> ids;
    for (const auto &entry : partOf(entries, listing.page)) {
        page.drops.push_back(entry);
        ids.push_back(entry.product.id);
    }
    auto latest = readLatestPurchasesOf(connection, ids, purchasersShown);
    if (!latest)
        return std::unexpected(latest.error());
    page.latest = *std::move(latest);
    return page;
}

Response listResponse(const DropPage &drops, const Listing &listing, Instant now)
{
    JsonWriter json;
    json.beginObject().key("items").beginArray();
    for (const auto &drop : drops.drops)
        writeDrop(json, drop.product, *drop.sale, drops.latest.value(drop.product.id), listing.isMasked, now);
    json.endArray();
    writePagination(json.key("pagination"), listing.page, drops.total);
    return Response::okJson(json.endObject().take());
}

struct OneDrop
{
    CatalogueEntry entry;
    PurchasesOfProducts latest;
};

std::expected<std::optional<OneDrop>, SqlError> readDrop(Connection &connection, ProductId id,
                                                         std::optional<CatalogueEntry> entry)
{
    if (!entry) {
        auto found = readEntry(connection, id);
        if (!found)
            return std::unexpected(found.error());
        entry = *std::move(found);
    }
    if (!entry || !isDrop(*entry))
        return std::nullopt;
    auto latest = readLatestPurchasesOf(connection, {id}, purchasersShown);
    if (!latest)
        return std::unexpected(latest.error());
    return OneDrop{*std::move(entry), *std::move(latest)};
}

Response dropResponse(const std::optional<OneDrop> &drop, bool isMasked, Instant now)
{
    if (!drop)
        return Response::refused(Refusal::of(ErrorCode::DropNotFound));
    const auto &product = drop->entry.product;
    JsonWriter json;
    writeDrop(json, product, *drop->entry.sale, drop->latest.value(product.id), isMasked, now);
    return Response::okJson(json.take()).withHeader("ETag", entityTag(product.version));
}

Response createdResponse(const DropMade &made)
{
    JsonWriter json;
    writeDrop(json, made.product, made.sale, {}, true, made.decidedAt);
    return Response::createdJson(json.take())
        .withHeader("ETag", entityTag(made.product.version))
        .withHeader("Location", "/api/v1/drops/" + QByteArray::number(made.product.id.number()));
}

} // namespace

void list(const Call &call, Reply reply)
{
    const auto listing = readListing(call);
    if (!listing)
        return reply.refuse(listing.error());

    const auto &api = call.api;
    const auto find = [&api, listing = *listing, known = entriesOnBoard(api)](
                          Connection &connection) -> std::expected<DropPage, SqlError> {
        if (known)
            return readPage(connection, *known, listing, api.clock.now());
        auto entries = readEntries(connection);
        if (!entries)
            return std::unexpected(entries.error());
        return readPage(connection, *std::move(entries), listing, api.clock.now());
    };
    readDatabase(api, std::move(reply), find, [&api, listing = *listing](const DropPage &drops) {
        return listResponse(drops, listing, api.clock.now());
    });
}

void read(const Call &call, Reply reply)
{
    const auto id = call.request.id<ProductId>("id", ErrorCode::DropNotFound);
    if (!id)
        return reply.refuse(id.error());

    const auto &api = call.api;
    const auto find = [id = *id, known = entryOnBoard(api, *id)](Connection &connection) {
        return readDrop(connection, id, known);
    };
    const auto render = [&api, isMasked = !call.actor.isStaff()](const std::optional<OneDrop> &drop) {
        return dropResponse(drop, isMasked, api.clock.now());
    };
    readDatabase(api, std::move(reply), find, render);
}

void create(const Call &call, Reply reply)
{
    auto wanted = readNewDrop(call);
    if (!wanted)
        return reply.refuse(std::move(wanted.error()));

    const auto make = [wanted = *std::move(wanted), sender = call.api.settings.serverName](
                          Connection &connection) { return createDrop(connection, wanted, sender); };
    writeCatalogue(call, std::move(reply), make, createdResponse);
}

} // namespace holdfast::http::drops
