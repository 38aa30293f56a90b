// SPDX-License-Identifier: GPL-3.0-only
#include "http/endpoints/answering.h"
#include "http/endpoints/catalogue_entry.h"
#include "http/endpoints/if_match.h"
#include "http/endpoints/resource_json.h"
#include "http/endpoints/sale_json.h"
#include "http/endpoints/sale_status.h"
#include "http/endpoints/sales.h"
#include "http/query_reader.h"

#include <algorithm>

namespace holdfast::http::sales {

using namespace Qt::StringLiterals;

namespace {

using Entries = std::vector<SaleEntry>;

struct Listing
{
    std::optional<SalePhase> status;
    Page page;
};

std::expected<Listing, Refusal> readListing(const Request &request)
{
    QueryReader query(request);
    Listing listing;
    listing.status = readStatus(query);
    listing.page = query.page();
    if (auto refusal = query.refusal())
        return std::unexpected(*std::move(refusal));
    return listing;
}

Response fromSource(Response response, Source source)
{
    const bool isCached = source == Source::Cache;
    return std::move(response)
        .withMeta("source"_L1, isCached ? "cache"_L1 : "database"_L1)
        .withHeader("X-Cache", isCached ? "HIT" : "MISS");
}

Response listResponse(Entries entries, const Listing &listing, Instant now)
{
    std::erase_if(entries, [&](const SaleEntry &entry) {
        return listing.status && entry.sale.phaseAt(now) != *listing.status;
    });
    const auto total = static_cast<qint64>(entries.size());
    JsonWriter json;
    json.beginObject().key("items").beginArray();
    for (const auto &entry : partOf(entries, listing.page))
        writeSale(json, entry, now);
    json.endArray();
    writePagination(json.key("pagination"), listing.page, total);
    return Response::okJson(json.endObject().take());
}

Response saleResponse(const SaleEntry &entry, Instant now)
{
    JsonWriter json;
    beginSaleWithProducts(json, entry, now);
    return Response::okJson(json.endObject().take()).withHeader("ETag", entityTag(entry.sale.version));
}

/// Null: it is not among them.
const SaleEntry *findSale(const Entries &entries, SaleId id)
{
    const auto entry =
        std::ranges::find_if(entries, [id](const SaleEntry &each) { return each.sale.id == id; });
    return entry == entries.end() ? nullptr : &*entry;
}

/// Of several that are live the one that started last, of those that started together the newest.
Response activeResponse(const Entries &entries, Instant now)
{
    const SaleEntry *found = nullptr;
    for (const auto &entry : entries) {
        const bool isActive = !entry.sale.isDrop && entry.sale.phaseAt(now) == SalePhase::Live;
        if (isActive && (!found || *entry.sale.startsAt >= *found->sale.startsAt))
            found = &entry;
    }
    return found ? saleResponse(*found, now) : Response::refused(Refusal::of(ErrorCode::NoActiveSale));
}

/// `render` makes the response of all sales and the time.
template <typename Render>
void answerFromDatabase(const ApiContext &api, Reply reply, Render render)
{
    readDatabase(api, std::move(reply), readSaleEntries, [&api, render](const Entries &entries) {
        return fromSource(render(entries, api.clock.now()), Source::Database);
    });
}

template <typename Render>
void answerFromSales(const ApiContext &api, Reply reply, Render render)
{
    if (const auto entries = salesOnBoard(api))
        return reply.send(fromSource(render(*entries, api.clock.now()), Source::Cache));
    answerFromDatabase(api, std::move(reply), render);
}

} // namespace

void list(const Call &call, Reply reply)
{
    const auto listing = readListing(call.request);
    if (!listing)
        return reply.refuse(listing.error());
    answerFromSales(call.api, std::move(reply), [listing = *listing](const Entries &entries, Instant now) {
        return listResponse(entries, listing, now);
    });
}

void read(const Call &call, Reply reply)
{
    const auto id = call.request.id<SaleId>("id", ErrorCode::SaleNotFound);
    if (!id)
        return reply.refuse(id.error());

    const auto &api = call.api;
    const auto onBoard = salesOnBoard(api);
    if (const auto *entry = onBoard ? findSale(*onBoard, *id) : nullptr)
        return reply.send(fromSource(saleResponse(*entry, api.clock.now()), Source::Cache));

    // It may be another server's, made just now.
    answerFromDatabase(api, std::move(reply), [id = *id](const Entries &entries, Instant now) {
        const auto *entry = findSale(entries, id);
        return entry ? saleResponse(*entry, now) : Response::refused(Refusal::of(ErrorCode::SaleNotFound));
    });
}

void active(const Call &call, Reply reply)
{
    answerFromSales(call.api, std::move(reply), activeResponse);
}

} // namespace holdfast::http::sales
