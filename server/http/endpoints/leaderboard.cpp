// SPDX-License-Identifier: GPL-3.0-only
#include "http/endpoints/leaderboard.h"

#include "http/endpoints/answering.h"
#include "http/endpoints/resource_json.h"
#include "stock/history.h"

#include <array>

namespace holdfast::http::leaderboard {

namespace {

struct Wanted
{
    LeaderboardQuery query;
    Page page;
};

std::expected<Wanted, Refusal> readWanted(const Request &request)
{
    static constexpr std::array<LeaderboardOrder, 3> orders{
        LeaderboardOrder::Time, LeaderboardOrder::Quantity, LeaderboardOrder::Amount};
    QueryReader reader(request);
    Wanted wanted;
    wanted.query.order = orders.at(reader.optionalChoice("by", {"time", "quantity", "amount"}).value_or(0));
    wanted.query.product = reader.optionalId<ProductId>("product_id");
    wanted.query.sale = reader.optionalId<SaleId>("sale_id");
    wanted.page = reader.page();
    wanted.query.page = {wanted.page.limit, static_cast<int>(wanted.page.offset)};
    if (auto refusal = reader.refusal())
        return std::unexpected(*std::move(refusal));
    return wanted;
}

void writePurchase(JsonWriter &json, const Purchase &purchase, qint64 rank, bool isMasked)
{
    json.beginObject().key("rank").number(rank);
    json.key("purchased_at").moment(purchase.purchasedAt);
    json.key("username").text(isMasked ? maskedName(purchase.username) : purchase.username);
    json.key("product_id").number(purchase.product.number()).key("quantity").number(purchase.quantity);
    json.key("amount").amount(purchase.amount).endObject();
}

Response listResponse(const PageOf<Purchase> &purchases, Page page, bool isMasked)
{
    JsonWriter json;
    json.beginObject().key("items").beginArray();
    qint64 rank = page.offset;
    for (const auto &purchase : purchases.items)
        writePurchase(json, purchase, ++rank, isMasked);
    json.endArray();
    writePagination(json.key("pagination"), page, purchases.total);
    return Response::okJson(json.endObject().take());
}

} // namespace

void list(const Call &call, Reply reply)
{
    const auto wanted = readWanted(call.request);
    if (!wanted)
        return reply.refuse(wanted.error());

    readDatabase(
        call.api, std::move(reply),
        [query = wanted->query](Connection &connection) { return readLeaderboard(connection, query); },
        [page = wanted->page, isMasked = !call.actor.isStaff()](const PageOf<Purchase> &purchases) {
            return listResponse(purchases, page, isMasked);
        });
}

} // namespace holdfast::http::leaderboard
