// SPDX-License-Identifier: GPL-3.0-only
#include "http/endpoints/answering.h"
#include "http/endpoints/catalogue_entry.h"
#include "http/endpoints/if_match.h"
#include "http/endpoints/resource_json.h"
#include "http/endpoints/sale_json.h"
#include "http/endpoints/sale_status.h"
#include "http/endpoints/sales.h"
#include "http/query_reader.h"
#include "stock/active_sale.h"

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

/// Nothing: no sale is live.
Response activeResponse(const std::optional<SaleEntry> &entry, Instant now)
{
    return entry ? saleResponse(*entry, now) : Response::refused(Refusal::of(ErrorCode::NoActiveSale));
}

SaleEntry onBoard(const ApiContext &api, Sale sale)
{
    auto products = api.board.productsOf(sale.id);
    return {std::move(sale), std::move(products)};
}

std::expected<std::optional<SaleEntry>, SqlError> readActive(Connection &connection, Instant now)
{
    const auto sales = readSales(connection);
    if (!sales)
        return std::unexpected(sales.error());
    const auto *sale = activeAmong(*sales, now);
    if (!sale)
        return std::nullopt;
    return readSale(connection, sale->id);
}

} // namespace

void list(const Call &call, Reply reply)
{
    const auto listing = readListing(call.request);
    if (!listing)
        return reply.refuse(listing.error());

    const auto &api = call.api;
    if (auto entries = salesOnBoard(api))
        return reply.send(
            fromSource(listResponse(*std::move(entries), *listing, api.clock.now()), Source::Cache));
    readDatabase(api, std::move(reply), readSaleEntries, [&api, listing = *listing](Entries &entries) {
        return fromSource(listResponse(std::move(entries), listing, api.clock.now()), Source::Database);
    });
}

void read(const Call &call, Reply reply)
{
    const auto id = call.request.id<SaleId>("id", ErrorCode::SaleNotFound);
    if (!id)
        return reply.refuse(id.error());

    const auto &api = call.api;
    if (auto sale = isBoardListed(api) ? api.board.findSale(*id) : std::nullopt)
        return reply.send(
            fromSource(saleResponse(onBoard(api, *std::move(sale)), api.clock.now()), Source::Cache));

    // It may be another server's, made just now.
    const auto find = [id = *id](Connection &connection) { return readSale(connection, id); };
    readDatabase(api, std::move(reply), find, [&api](const std::optional<SaleEntry> &entry) {
        const auto response = entry ? saleResponse(*entry, api.clock.now())
                                    : Response::refused(Refusal::of(ErrorCode::SaleNotFound));
        return fromSource(response, Source::Database);
    });
}

void active(const Call &call, Reply reply)
{
    const auto &api = call.api;
    const auto now = api.clock.now();
    if (isBoardListed(api)) {
        const auto entry = api.board.activeSale(now).transform(
            [&api](Sale &&sale) { return onBoard(api, std::move(sale)); });
        return reply.send(fromSource(activeResponse(entry, now), Source::Cache));
    }
    const auto find = [now](Connection &connection) { return readActive(connection, now); };
    readDatabase(api, std::move(reply), find, [now](const std::optional<SaleEntry> &entry) {
        return fromSource(activeResponse(entry, now), Source::Database);
    });
}

} // namespace holdfast::http::sales
