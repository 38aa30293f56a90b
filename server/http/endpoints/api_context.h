// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "accounts/credentials.h"
#include "accounts/customer_directory.h"
#include "accounts/limits/forwarded_for.h"
#include "database/database_thread.h"
#include "domain/change.h"
#include "http/endpoints/listing_pages.h"
#include "metrics/registry.h"
#include "stock/stock_board.h"
#include "stock/stock_lanes.h"

#include <functional>
#include <memory>

namespace holdfast::http {

class RequestLimits;

enum class OpenAccess {
    /// Without credentials nobody is anybody.
    Off,
    /// Without credentials everybody is admin: for demonstrations on a loopback address.
    On,
};

struct ApiSettings
{
    OpenAccess openAccess = OpenAccess::Off;
    /// How long a product's holds last when the product does not say: 1 to 86,400.
    int holdSecondsDefault = 600;
    /// The most units one request may ask for.
    int purchaseQuantityMax = Quantity::maximum;
    /// Who a request comes from when these stand between.
    ForwardedFor proxies = {};
    /// Other sites whose pages may write by cookie (CORS_ORIGINS).
    QList<QByteArray> allowedOrigins = {};
    /// Names this server in announcements to the others on the database.
    QString serverName;
    std::chrono::steady_clock::time_point startedAt = std::chrono::steady_clock::now();
};

/// All that the endpoints work with. It, and what it refers to, must outlive the server that serves them.
/// Every function may be called from several threads at once, and must not wait.
struct ApiContext
{
    StockLanes &lanes;
    StockBoard &board;
    DatabaseClock &clock;
    /// For reads, and for writes that are not a lane's.
    DatabaseThread &database;
    CustomerDirectory &customers;
    /// On the same database thread.
    Credentials &credentials;
    /// What GET /metrics tells.
    const metrics::Registry &metrics;
    ApiSettings settings;
    /// False while the server drains.
    std::function<bool()> isServing;
    /// Tells the console and its like what an endpoint has changed without a lane.
    std::function<void(const ChangeSet &)> publish;
    /// Null: no limits.
    RequestLimits *limits = nullptr;
    /// Of this board.
    std::shared_ptr<ListingPages> pages = std::make_shared<ListingPages>();
};

} // namespace holdfast::http
