// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "app/demo/demo_pace.h"
#include "app/demo/shop_client.h"
#include "app/demo/stock_keeper.h"
#include "app/demo/tally.h"
#include "app/demo/visit_rhythm.h"

#include <QElapsedTimer>
#include <QObject>
#include <QSet>
#include <QTimer>

namespace holdfast {

/// Simulated shoppers and their operator in one shop. A customer is inside once at most. Everything happens
/// on the thread it lives on, which needs an event loop.
class Crowd final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Crowd)

public:
    /// The same seed makes the same people come and want the same.
    Crowd(const QUrl &baseUrl, const DemoPace &pace, quint64 seed, QObject *parent = nullptr);
    ~Crowd() override;

    /// Lets shoppers in until closeDoors().
    void openDoors();
    /// Nobody comes in any more; who is inside ends the visit.
    void closeDoors();

    int shoppersInside() const { return static_cast<int>(m_inside.size()); }
    const Tally &tally() const { return m_tally; }

private:
    void admitNext();
    void admit(int customer);
    std::optional<int> somebodyOutside();

    const DemoPace m_pace;
    const VisitRhythm m_rhythm;
    Dice m_dice;
    Tally m_tally;
    ShopClient m_client;
    StockKeeper m_keeper;
    QTimer m_door;
    QElapsedTimer m_sinceOpening;
    QSet<int> m_inside;
};

} // namespace holdfast
