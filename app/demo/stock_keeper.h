// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "app/demo/demo_pace.h"
#include "app/demo/shelf.h"
#include "app/demo/shop_client.h"
#include "app/demo/tally.h"

#include <QHash>
#include <QObject>
#include <QTimer>

namespace holdfast {

/// The operator of the demo: looks at the stock every so often and orders more of what has been sold out for
/// a while, so that a wall keeps moving. Touches the demo's sale only. One thread.
class StockKeeper final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(StockKeeper)

public:
    /// A delivery is half to all of the stock first seen, within these bounds.
    static constexpr int deliveryMin = 10;
    static constexpr int deliveryMax = 200;

    /// `client` and `tally` must outlive it.
    StockKeeper(ShopClient &client, const DemoPace &pace, Tally &tally, quint64 seed,
                QObject *parent = nullptr);

    void start();

private:
    using Moment = std::chrono::steady_clock::time_point;

    struct Watched
    {
        int usualStock = 0;
        std::optional<Moment> soldOutSince;
    };

    void takeStock();
    void judge(const Shelf &shelf);
    void judge(const ShelfProduct &product, Moment now);
    void order(const ShelfProduct &product, int usualStock);

    ShopClient &m_client;
    const DemoPace &m_pace;
    Tally &m_tally;
    Dice m_dice;
    QHash<ProductId, Watched> m_watched;
    bool m_hasMissedTheSale = false;
    QTimer m_rounds;
};

} // namespace holdfast
