// SPDX-License-Identifier: GPL-3.0-only
#include "live/live_news.h"

namespace holdfast {

namespace {

struct AudienceOf
{
    LiveAudience operator()(const StockUpdated &news) const { return {.product = news.stock.product}; }
    LiveAudience operator()(const ActivityUpdated &news) const { return {.product = news.product}; }
    LiveAudience operator()(const SaleUpdated &) const { return {}; }
    LiveAudience operator()(const DropCreated &) const { return {}; }
    LiveAudience operator()(const HoldNews &news) const
    {
        return {.product = news.reservation.product, .owner = news.reservation.user};
    }
    LiveAudience operator()(const PurchaseCompleted &news) const
    {
        return {.product = news.purchase.product, .owner = news.purchase.user};
    }
};

} // namespace

LiveAudience audienceOf(const LiveNews &news)
{
    return std::visit(AudienceOf(), news);
}

} // namespace holdfast
