// SPDX-License-Identifier: GPL-3.0-only
#include "http/endpoints/access_table.h"

namespace holdfast::http {

namespace {

constexpr auto yes = Answer::Served;
constexpr auto sign = Answer::SignIn;
constexpr auto fake = Answer::Invalid;
constexpr auto forb = Answer::Forbidden;
constexpr auto hide = Answer::Hidden;

// clang-format off
constexpr AccessLine table[] = {
    //                                 nobody forged own   others service admin
    {"auth.register",                   yes,  yes,   yes,  yes,   yes,    yes},
    {"auth.login",                      yes,  yes,   yes,  yes,   yes,    yes},
    {"auth.logout",                     sign, fake,  yes,  yes,   forb,   yes},
    {"me.read",                         sign, fake,  yes,  yes,   yes,    yes},
    {"me.change_password",              sign, fake,  yes,  yes,   forb,   yes},
    {"api_keys.create",                 sign, fake,  forb, forb,  forb,   yes},
    {"api_keys.list",                   sign, fake,  forb, forb,  forb,   yes},
    {"api_keys.revoke",                 sign, fake,  forb, forb,  forb,   hide}, // a key that is not there

    {"products.list",                   yes,  fake,  yes,  yes,   yes,    yes},
    {"products.create",                 sign, fake,  forb, forb,  yes,    yes},
    {"products.read",                   yes,  fake,  yes,  yes,   yes,    yes},
    {"products.replace",                sign, fake,  forb, forb,  forb,   yes},
    {"products.modify",                 sign, fake,  forb, forb,  forb,   yes},
    {"products.remove",                 sign, fake,  forb, forb,  forb,   yes},
    {"products.status",                 yes,  fake,  yes,  yes,   yes,    yes},
    {"products.restock",                sign, fake,  forb, forb,  forb,   yes},

    {"sales.list",                      yes,  fake,  yes,  yes,   yes,    yes},
    {"sales.create",                    sign, fake,  forb, forb,  forb,   yes},
    {"sales.read",                      yes,  fake,  yes,  yes,   yes,    yes},
    {"sales.modify",                    sign, fake,  forb, forb,  forb,   yes},
    {"sales.start",                     sign, fake,  forb, forb,  forb,   yes},
    {"sales.pause",                     sign, fake,  forb, forb,  forb,   yes},
    {"sales.resume",                    sign, fake,  forb, forb,  forb,   yes},
    {"sales.extend",                    sign, fake,  forb, forb,  forb,   yes},
    {"sales.end",                       sign, fake,  forb, forb,  forb,   yes},
    {"sales.cancel",                    sign, fake,  forb, forb,  forb,   yes},
    {"flashsales.active",               yes,  fake,  yes,  yes,   yes,    yes},
    {"drops.list",                      yes,  fake,  yes,  yes,   yes,    yes},
    {"drops.create",                    sign, fake,  forb, forb,  forb,   yes},
    {"drops.read",                      yes,  fake,  yes,  yes,   yes,    yes},

    // These name a customer in X-User-Id.
    {"reservations.create",             sign, fake,  yes,  forb,  yes,    yes},
    {"reserve.create",                  sign, fake,  yes,  forb,  yes,    yes},
    {"reserve.create_many",             sign, fake,  yes,  forb,  yes,    yes},
    {"reservations.create_for_product", sign, fake,  yes,  forb,  yes,    yes},
    {"drops.reserve",                   sign, fake,  yes,  forb,  yes,    yes},
    {"reservations.list_mine",          sign, fake,  yes,  forb,  yes,    yes},
    {"checkout.create",                 sign, fake,  yes,  forb,  yes,    yes},
    {"drops.purchase",                  sign, fake,  yes,  forb,  yes,    yes},

    {"flashsales.purchase",             sign, fake,  yes,  forb,  yes,    yes},
    {"carts.read",                      sign, fake,  yes,  forb,  yes,    yes},
    {"carts.add",                       sign, fake,  yes,  forb,  yes,    yes},
    {"carts.remove",                    sign, fake,  yes,  forb,  yes,    yes},
    {"orders.create",                   sign, fake,  yes,  forb,  yes,    yes},
    {"orders.list",                     sign, fake,  yes,  forb,  yes,    yes},

    // These name a customer, a reservation or an order in the path.
    {"orders.read",                     sign, fake,  yes,  hide,  yes,    yes},
    {"users.reservations",              sign, fake,  yes,  hide,  yes,    yes},
    {"reservations.read",               sign, fake,  yes,  hide,  yes,    yes},
    {"reservations.extend",             sign, fake,  yes,  hide,  yes,    yes},
    {"reservations.cancel",             sign, fake,  yes,  hide,  yes,    yes},
    {"reservations.cancel_at_path",     sign, fake,  yes,  hide,  yes,    yes},
    {"reserve.cancel",                  sign, fake,  yes,  hide,  yes,    yes},
    {"checkout.create_for_reservation", sign, fake,  yes,  hide,  yes,    yes},
    {"reservations.confirm",            sign, fake,  yes,  hide,  yes,    yes},

    {"leaderboard.list",                yes,  fake,  yes,  yes,   yes,    yes},
    {"live.read",                       yes,  fake,  yes,  yes,   yes,    yes},
    {"health.report",                   yes,  fake,  yes,  yes,   yes,    yes},
    {"health.live",                     yes,  fake,  yes,  yes,   yes,    yes},
    {"health.ready",                    yes,  fake,  yes,  yes,   yes,    yes},
    {"metrics.read",                    sign, fake,  forb, forb,  yes,    yes},
    {"documents.openapi",               yes,  yes,   yes,  yes,   yes,    yes},
    {"documents.page",                  yes,  yes,   yes,  yes,   yes,    yes},
    {"documents.file",                  yes,  yes,   yes,  yes,   yes,    yes},
    {"demo.echo",                       yes,  fake,  yes,  yes,   yes,    yes},
    {"internal.expire_now",             sign, fake,  forb, forb,  yes,    yes},
    {"internal.create_user",            sign, fake,  forb, forb,  yes,    yes},
};
// clang-format on

} // namespace

std::span<const AccessLine> accessTable()
{
    return table;
}

} // namespace holdfast::http
