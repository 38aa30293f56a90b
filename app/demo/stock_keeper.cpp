// SPDX-License-Identifier: GPL-3.0-only
#include "app/demo/stock_keeper.h"

#include "app/demo/demo_products.h"

#include <QLoggingCategory>

#include <algorithm>
#include <array>

namespace holdfast {

using namespace Qt::StringLiterals;

namespace {

Q_LOGGING_CATEGORY(logDemo, "holdfast.demo")

constexpr std::array<const char *, 4> reasons{
    "Second delivery arrived",
    "Found in the returns of last season",
    "Released from the reserve for partners",
    "Transferred from the warehouse in Leipzig",
};

} // namespace

StockKeeper::StockKeeper(ShopClient &client, const DemoPace &pace, Tally &tally, quint64 seed,
                         QObject *parent)
    : QObject(parent)
    , m_client(client)
    , m_pace(pace)
    , m_tally(tally)
    , m_dice(seed)
    , m_rounds(this)
{
    connect(&m_rounds, &QTimer::timeout, this, &StockKeeper::takeStock);
}

void StockKeeper::start()
{
    m_rounds.start(m_pace.stocktakingEvery);
}

void StockKeeper::takeStock()
{
    m_client.listProducts(this, [this](const ShopAnswer &answer) {
        // Without an answer the next round will do.
        if (answer.isSuccess())
            judge(Shelf::read(answer.data, demoSaleName));
        else if (answer.isTrouble())
            m_tally.countTrouble(answer);
        else
            m_tally.countUnexpected(u"take stock"_s, answer);
    });
}

void StockKeeper::judge(const Shelf &shelf)
{
    if (shelf.isEmpty() && !m_hasMissedTheSale)
        qCWarning(logDemo,
                  "This database has no sale called %s: simulated shoppers leave its catalogue alone.",
                  demoSaleName.data());
    m_hasMissedTheSale = shelf.isEmpty();
    const auto now = std::chrono::steady_clock::now();
    for (const ShelfProduct &product : shelf.products())
        judge(product, now);
}

void StockKeeper::judge(const ShelfProduct &product, Moment now)
{
    Watched &watched = m_watched[product.id];
    if (watched.usualStock == 0)
        watched.usualStock = product.total;
    if (product.available > 0) {
        watched.soldOutSince.reset();
        return;
    }
    if (!watched.soldOutSince)
        watched.soldOutSince = now;
    if (now - *watched.soldOutSince < m_pace.restockAfter)
        return;
    // Should the order fail, the next one waits as long again.
    watched.soldOutSince = now;
    order(product, watched.usualStock);
}

void StockKeeper::order(const ShelfProduct &product, int usualStock)
{
    const int units = std::clamp(m_dice.between(usualStock / 2, usualStock), deliveryMin, deliveryMax);
    const auto reason = static_cast<size_t>(m_dice.between(0, static_cast<int>(reasons.size()) - 1));
    m_client.restock(product.id, units, QString::fromLatin1(reasons.at(reason)), this,
                     [this](const ShopAnswer &answer) {
                         if (answer.isSuccess())
                             ++m_tally.restocked;
                         else if (answer.isTrouble())
                             m_tally.countTrouble(answer);
                         else
                             m_tally.countUnexpected(u"restock"_s, answer);
                     });
}

} // namespace holdfast
