// SPDX-License-Identifier: GPL-3.0-only
#include "http/endpoints/route_table.h"

#include "http/endpoints/access.h"
#include "http/endpoints/api_keys.h"
#include "http/endpoints/audit_note.h"
#include "http/endpoints/auth.h"
#include "http/endpoints/carts.h"
#include "http/endpoints/checkout.h"
#include "http/endpoints/demo.h"
#include "http/endpoints/documents.h"
#include "http/endpoints/drops.h"
#include "http/endpoints/health.h"
#include "http/endpoints/idempotency.h"
#include "http/endpoints/internal.h"
#include "http/endpoints/leaderboard.h"
#include "http/endpoints/live.h"
#include "http/endpoints/me.h"
#include "http/endpoints/metrics.h"
#include "http/endpoints/orders.h"
#include "http/endpoints/products.h"
#include "http/endpoints/request_limits.h"
#include "http/endpoints/reservations.h"
#include "http/endpoints/sales.h"

namespace holdfast::http {

namespace {

using enum Method;

// clang-format off
constexpr TableRow table[] = {
    {Post,   "/auth/register",                Access::Newcomer, "auth.register",                auth::enrol},
    {Post,   "/auth/login",                   Access::Newcomer, "auth.login",                   auth::logIn},
    {Post,   "/auth/logout",                  Access::User,    "auth.logout",                   auth::logOut},
    {Get,    "/me",                           Access::User,    "me.read",                       me::read},
    {Post,   "/me/password",                  Access::User,    "me.change_password",            me::changePassword},
    {Post,   "/admin/api-keys",               Access::Admin,   "api_keys.create",               api_keys::create},
    {Get,    "/admin/api-keys",               Access::Admin,   "api_keys.list",                 api_keys::list},
    {Delete, "/admin/api-keys/{id}",          Access::Admin,   "api_keys.revoke",               api_keys::revoke},

    {Get,    "/products",                     Access::Anyone,  "products.list",                 products::list},
    {Post,   "/products",                     Access::Service, "products.create",               products::create},
    {Get,    "/products/{id}",                Access::Anyone,  "products.read",                 products::read},
    {Put,    "/products/{id}",                Access::Admin,   "products.replace",              products::replace},
    {Patch,  "/products/{id}",                Access::Admin,   "products.modify",               products::modify},
    {Delete, "/products/{id}",                Access::Admin,   "products.remove",               products::remove},
    {Get,    "/products/{id}/status",         Access::Anyone,  "products.status",               products::status},
    {Post,   "/products/{id}/restock",        Access::Admin,   "products.restock",              products::restock},

    {Get,    "/sales",                        Access::Anyone,  "sales.list",                    sales::list},
    {Post,   "/sales",                        Access::Admin,   "sales.create",                  sales::create},
    {Get,    "/sales/{id}",                   Access::Anyone,  "sales.read",                    sales::read},
    {Patch,  "/sales/{id}",                   Access::Admin,   "sales.modify",                  sales::modify},
    {Post,   "/sales/{id}/start",             Access::Admin,   "sales.start",                   sales::start},
    {Post,   "/sales/{id}/pause",             Access::Admin,   "sales.pause",                   sales::pause},
    {Post,   "/sales/{id}/resume",            Access::Admin,   "sales.resume",                  sales::resume},
    {Post,   "/sales/{id}/extend",            Access::Admin,   "sales.extend",                  sales::extend},
    {Post,   "/sales/{id}/end",               Access::Admin,   "sales.end",                     sales::end},
    {Post,   "/sales/{id}/cancel",            Access::Admin,   "sales.cancel",                  sales::cancel},
    {Get,    "/flashsales/active",            Access::Anyone,  "flashsales.active",             sales::active},

    {Get,    "/drops",                        Access::Anyone,  "drops.list",                    drops::list},
    {Post,   "/drops",                        Access::Admin,   "drops.create",                  drops::create},
    {Get,    "/drops/{id}",                   Access::Anyone,  "drops.read",                    drops::read},

    {Post,   "/reservations",                 Access::Shopper, "reservations.create",           reservations::create},
    {Post,   "/reserve",                      Access::Shopper, "reserve.create",                reservations::create},
    {Post,   "/reserve/bulk",                 Access::Shopper, "reserve.create_many",           reservations::createMany},
    {Post,   "/reservations/{productId}",     Access::Shopper, "reservations.create_for_product", reservations::createForProduct},
    {Post,   "/drops/{id}/reserve",           Access::Shopper, "drops.reserve",                 reservations::createForDrop},
    {Get,    "/reservations/me",              Access::Shopper, "reservations.list_mine",        reservations::listMine},
    {Get,    "/users/{id}/reservations",      Access::Owner,   "users.reservations",            reservations::listOfUser},
    {Get,    "/reservations/{id}",            Access::Owner,   "reservations.read",             reservations::read},
    {Post,   "/reservations/{id}/extend",     Access::Owner,   "reservations.extend",           reservations::extend},
    {Delete, "/reservations/{id}",            Access::Owner,   "reservations.cancel",           reservations::cancel},
    {Delete, "/reservations/{id}/cancel",     Access::Owner,   "reservations.cancel_at_path",   reservations::cancel},
    {Delete, "/reserve/{userId}/{productId}", Access::Owner,   "reserve.cancel",                reservations::cancelOfProduct},

    {Post,   "/checkout",                     Access::Owner,   "checkout.create",               checkout::create},
    {Post,   "/checkout/{id}",                Access::Owner,   "checkout.create_for_reservation", checkout::createForReservation},
    {Post,   "/reservations/confirm/{id}",    Access::Owner,   "reservations.confirm",          checkout::createForReservation},
    {Post,   "/drops/{id}/purchase",          Access::Owner,   "drops.purchase",                checkout::createForDrop},

    {Post,   "/flashsales/purchase",          Access::Shopper, "flashsales.purchase",          orders::buyNow},
    {Get,    "/cart",                         Access::Shopper, "carts.read",                   carts::read},
    {Post,   "/cart/items",                   Access::Shopper, "carts.add",                    carts::add},
    {Delete, "/cart/items/{id}",              Access::Shopper, "carts.remove",                 carts::remove},
    {Post,   "/orders",                       Access::Shopper, "orders.create",                orders::create},
    {Get,    "/orders",                       Access::Owner,   "orders.list",                  orders::list},
    {Get,    "/orders/{id}",                  Access::Owner,   "orders.read",                  orders::read},

    {Get,    "/leaderboard",                  Access::Anyone,  "leaderboard.list",              leaderboard::list},

    {Get,    "/live",                         Access::Anyone,  "live.read",                     live::read},
    {Get,    "/health",                       Access::Anyone,  "health.report",                 health::report},
    {Get,    "/livez",                        Access::Anyone,  "health.live",                   health::live, Base::Root},
    {Get,    "/readyz",                       Access::Anyone,  "health.ready",                  health::ready, Base::Root},
    {Get,    "/metrics",                      Access::Service, "metrics.read",                  metrics_text::read, Base::Root},
    {Get,    "/openapi.json",                 Access::Newcomer, "documents.openapi",           documents::openApi, Base::Root},
    {Get,    "/docs",                         Access::Newcomer, "documents.page",              documents::page, Base::Root},
    {Get,    "/docs/{file}",                  Access::Newcomer, "documents.file",              documents::file, Base::Root},
    {Post,   "/demo/echo",                    Access::Anyone,  "demo.echo",                     demo::echo},
    {Post,   "/internal/expire-now",          Access::Service, "internal.expire_now",           internal::expireNow},
    {Post,   "/internal/users",               Access::Service, "internal.create_user",          internal::createUser},
};
// clang-format on

void turnAway(const ApiContext &api, const Request &request, const Identity &identity, Refusal refusal,
              Reply reply)
{
    if (refusal.code != ErrorCode::DbUnavailable) // nobody was refused for want of rights then
        noteRefusal(api, request, identity, refusal.code);
    reply.send(refusedAccess(request, std::move(refusal)));
}

/// Counts the request; its answer tells how much is left.
std::optional<Refusal> overLimit(const ApiContext &api, const Request &request, const Actor &actor,
                                 Reply &reply)
{
    if (!api.limits || RequestLimits::isExempt(request, actor))
        return std::nullopt;
    auto verdict = api.limits->take(request, actor, clientAddress(api.settings.proxies, request));
    reply.addHeaderLines(verdict.headerLines);
    return std::move(verdict.refusal);
}

/// How every request is served: who asks, how often, may they, then the endpoint.
void serve(const ApiContext &api, Endpoint endpoint, const Request &request, Reply reply)
{
    const auto identity = identify(api, request);
    if (auto refusal = overLimit(api, request, identity ? identity->actor : Actor(), reply))
        return reply.refuse(*std::move(refusal));
    if (!identity)
        return turnAway(api, request, {}, identity.error(), std::move(reply));
    if (auto refusal = accessRefusal(request.route().access, identity->actor))
        return turnAway(api, request, *identity, *std::move(refusal), std::move(reply));
    const auto key = idempotencyKeyOf(request, identity->actor);
    if (!key)
        return reply.refuse(key.error());
    endpoint({api, request, *identity, identity->actor, *key}, std::move(reply));
}

} // namespace

std::span<const TableRow> routeTable()
{
    return table;
}

std::vector<const char *> routeNames()
{
    std::vector<const char *> names;
    for (const auto &row : table)
        names.push_back(row.name);
    return names;
}

std::vector<Route> routesOf(const ApiContext &api)
{
    std::vector<Route> routes;
    for (const auto &row : table) {
        const auto handler = [&api, endpoint = row.endpoint](const Request &request, Reply reply) {
            serve(api, endpoint, request, std::move(reply));
        };
        routes.push_back({row.method, row.pattern, row.access, row.name, handler, row.base});
    }
    return routes;
}

} // namespace holdfast::http
