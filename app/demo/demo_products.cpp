// SPDX-License-Identifier: GPL-3.0-only
#include "app/demo/demo_products.h"

#include <array>

namespace holdfast {

using namespace Qt::StringLiterals;

namespace {

struct Article
{
    const char *name;
    const char *category;
    const char *description;
    qint64 priceMinorUnits;
    int stock;
    int holdSeconds;
    /// 0: as many as somebody likes.
    int perUserLimit;
};

constexpr std::array<Article, 8> articles{{
    {"Aurora Runner, Limited Edition", "Shoes", "Numbered running shoe with a reflective knit upper.", 18'900,
     20, 20, 1},
    {"Meridian Watch 42", "Accessories", "Automatic watch, 42 mm, sapphire glass, leather strap.", 34'900, 40,
     30, 1},
    {"Nordlicht Down Jacket", "Clothing", "Light down jacket with recycled filling, packs into its pocket.",
     22'900, 80, 45, 2},
    {"Kestrel Wireless Headphones", "Electronics", "Over-ear, noise cancelling, 40 hours on one charge.",
     14'950, 120, 45, 2},
    {"Ember Pour-Over Set", "Kitchen", "Stoneware dripper, carafe and forty filters.", 5'900, 150, 60, 4},
    {"Field Notebook, Pack of Three", "Stationery", "Stitched, dotted, with a waterproof cover.", 1'490, 400,
     60, 0},
    {"Harbour Canvas Backpack", "Accessories", "Waxed canvas, 22 litres, padded for a 15-inch laptop.", 8'900,
     200, 75, 3},
    {"Lumen Desk Lamp", "Home", "Dimmable from candle light to daylight, brass joint.", 11'900, 90, 90, 2},
}};

NewProduct productOf(const Article &article)
{
    return {.name = QString::fromUtf8(article.name),
            .description = QString::fromUtf8(article.description),
            .category = QString::fromUtf8(article.category),
            .price = Money::fromMinorUnits(article.priceMinorUnits),
            .currency = u"EUR"_s,
            .totalStock = article.stock,
            .perUserLimit = article.perUserLimit > 0 ? std::optional(article.perUserLimit) : std::nullopt,
            .holdSeconds = article.holdSeconds,
            .actor = std::nullopt};
}

} // namespace

std::vector<NewProduct> demoProducts()
{
    std::vector<NewProduct> products;
    products.reserve(articles.size());
    for (const Article &article : articles)
        products.push_back(productOf(article));
    return products;
}

} // namespace holdfast
