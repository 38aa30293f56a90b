// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "app/demo/demo_pace.h"
#include "app/demo/shelf.h"
#include "app/demo/shop_client.h"
#include "app/demo/tally.h"

#include <QObject>

namespace holdfast {

/// One visit of one customer: looks around, looks closer at a product, holds some of it, then buys it, gives
/// it back, asks for more time, or walks away and lets the hold run out. Takes every refusal as a person
/// would, and waits when the server cannot answer. Never has more than one request under way. One thread.
class Shopper final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Shopper)

public:
    /// `client` and `tally` must outlive it. The seed decides everything that is left to chance.
    Shopper(ShopClient &client, const DemoPace &pace, Tally &tally, const QString &customer, quint64 seed,
            QObject *parent = nullptr);

    void enter();

signals:
    /// The visit is over; nothing follows.
    void left();

private:
    using Step = void (Shopper::*)();
    using Hearing = void (Shopper::*)(const ShopAnswer &);
    using Question = std::function<void(ShopClient::Answered)>;

    void lookAround();
    void lookedAround(const ShopAnswer &answer);
    void chooseProduct();
    void lookCloser();
    void lookedCloser(const ShopAnswer &answer);
    void hold();
    void held(const ShopAnswer &answer);
    bool takesFewer(const ShopAnswer &answer);
    void decide();
    void buy();
    void bought(const ShopAnswer &answer);
    void askForTime();
    void gotTime(const ShopAnswer &answer);
    void giveBack();
    void gaveBack(const ShopAnswer &answer);

    /// Asks until something is decided, or patience ends and with it the visit.
    void ask(const Question &question, Hearing hearing);
    void waitAndAsk(const ShopAnswer &trouble, const Question &question, Hearing hearing);
    void think(Step next);
    /// Leaves, and counts an answer that nobody should get.
    void leaveAfter(const ShopAnswer &answer, bool isExpected, const QString &what);

    ShopClient &m_client;
    const DemoPace &m_pace;
    Tally &m_tally;
    const QString m_customer;
    Dice m_dice;
    const bool m_isHopeful;
    Shelf m_shelf;
    QSet<ProductId> m_tried;
    std::optional<ShelfProduct> m_product;
    int m_quantity = 0;
    QString m_reservation;
    int m_attempts = 0;
};

} // namespace holdfast
