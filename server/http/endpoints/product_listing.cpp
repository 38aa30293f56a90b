// SPDX-License-Identifier: GPL-3.0-only
#include "http/endpoints/answering.h"
#include "http/endpoints/catalogue_entry.h"
#include "http/endpoints/products.h"
#include "http/endpoints/resource_json.h"

#include <algorithm>
#include <array>

namespace holdfast::http::products {

using namespace Qt::StringLiterals;

namespace {

constexpr int filterLengthMax = 200;

struct Listing
{
    using Order = bool (*)(const CatalogueEntry &, const CatalogueEntry &);

    std::optional<QString> category;
    std::optional<QString> words;
    /// Null: by id.
    Order order = nullptr;
    Page page;
};

/// Products without a price come last either way: nobody can say where they belong.
bool isCheaper(const CatalogueEntry &one, const CatalogueEntry &other)
{
    const auto &left = one.product.price;
    const auto &right = other.product.price;
    return left && (!right || *left < *right);
}

bool isDearer(const CatalogueEntry &one, const CatalogueEntry &other)
{
    const auto &left = one.product.price;
    const auto &right = other.product.price;
    return left && (!right || *left > *right);
}

bool isNamedBefore(const CatalogueEntry &one, const CatalogueEntry &other)
{
    return one.product.name.compare(other.product.name, Qt::CaseInsensitive) < 0;
}

bool isNewer(const CatalogueEntry &one, const CatalogueEntry &other)
{
    return one.product.createdAt > other.product.createdAt;
}

std::expected<Listing, Refusal> readListing(const Request &request)
{
    static constexpr std::array<Listing::Order, 4> orders{isCheaper, isDearer, isNamedBefore, isNewer};
    QueryReader query(request);
    Listing listing;
    listing.category = query.optionalText("category", filterLengthMax);
    listing.words = query.optionalText("q", filterLengthMax);
    if (const auto choice = query.optionalChoice("sort", {"price_asc", "price_desc", "name", "newest"}))
        listing.order = orders.at(*choice);
    listing.page = query.page();
    if (auto refusal = query.refusal())
        return std::unexpected(*std::move(refusal));
    return listing;
}

bool isWanted(const Product &product, const Listing &listing)
{
    if (listing.category && product.category != *listing.category)
        return false;
    return !listing.words || product.name.contains(*listing.words, Qt::CaseInsensitive)
        || product.description.contains(*listing.words, Qt::CaseInsensitive);
}

QByteArray pageJson(const std::vector<CatalogueEntry> &entries, Page page, Instant now)
{
    const auto total = static_cast<qint64>(entries.size());
    const auto end = std::min(page.offset + page.limit, total);
    JsonWriter json;
    json.beginObject().key("items").beginArray();
    for (qint64 index = page.offset; index < end; ++index) {
        const auto &entry = entries[static_cast<size_t>(index)];
        writeProduct(json, entry.product, entry.sale, now);
    }
    json.endArray();
    writePagination(json.key("pagination"), page, total);
    return json.endObject().take();
}

QByteArray listedPage(std::vector<CatalogueEntry> entries, const Listing &listing, Instant now)
{
    std::erase_if(entries, [&](const CatalogueEntry &entry) { return !isWanted(entry.product, listing); });
    // They come in order of id, which settles what is equal.
    if (listing.order)
        std::ranges::stable_sort(entries, listing.order);
    return pageJson(entries, listing.page, now);
}

Response listResponse(QByteArray page, Source source)
{
    const bool isCached = source == Source::Cache;
    return Response::okJson(std::move(page))
        .withMeta("source"_L1, isCached ? "cache"_L1 : "database"_L1)
        .withHeader("X-Cache"_ba, isCached ? "HIT"_ba : "MISS"_ba);
}

/// To the time around `now` in which the sale neither begins nor ends.
void narrow(ListingPages::Basis &basis, const std::optional<Sale> &sale, Instant now)
{
    if (!sale)
        return;
    for (const auto &moment : {sale->startsAt, sale->endsAt}) {
        if (moment && *moment <= now)
            basis.from = std::max(basis.from, *moment);
        else if (moment)
            basis.until = std::min(basis.until, *moment);
    }
}

/// Asked of the board, which the caller knows to be listed.
QByteArray pageOnBoard(const ApiContext &api, QByteArrayView query, const Listing &listing)
{
    const auto now = api.clock.now();
    ListingPages::Basis basis{.revision = api.board.revision()}; // before the board is read
    if (auto kept = api.pages->find(query, basis.revision, now))
        return *std::move(kept);
    auto entries = allOnBoard(api);
    for (const auto &entry : entries)
        narrow(basis, entry.sale, now);
    const auto page = listedPage(std::move(entries), listing, now);
    api.pages->keep(query, basis, page);
    return page;
}

} // namespace

void list(const Call &call, Reply reply)
{
    auto listing = readListing(call.request);
    if (!listing)
        return reply.refuse(std::move(listing.error()));

    const auto &api = call.api;
    if (isBoardListed(api))
        return reply.send(listResponse(pageOnBoard(api, call.request.query(), *listing), Source::Cache));

    readDatabase(api, std::move(reply), readEntries,
                 [&api, listing = *std::move(listing)](std::vector<CatalogueEntry> &entries) {
                     return listResponse(listedPage(std::move(entries), listing, api.clock.now()),
                                         Source::Database);
                 });
}

} // namespace holdfast::http::products
