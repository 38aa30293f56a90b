// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "app/demo/shop_answer.h"

#include <QMap>
#include <QString>

namespace holdfast {

/// What became of all visits so far. One thread.
struct Tally
{
    int visits = 0;
    int held = 0;
    int unitsHeld = 0;
    int bought = 0;
    int cancelled = 0;
    int extended = 0;
    int walkedAway = 0;
    int soldOut = 0;
    int limitReached = 0;
    int alreadyHeld = 0;
    /// Paused, not begun or over.
    int saleClosed = 0;
    /// The hold had ended when they came to buy, extend or cancel.
    int tooLate = 0;
    int restocked = 0;
    /// 503 and 429.
    int askedToWait = 0;
    int unreachable = 0;
    /// Answers nobody should get, by what was asked and answered: "check out: 500 INTERNAL_ERROR".
    QMap<QString, int> unexpected;

    void countTrouble(const ShopAnswer &answer);
    /// Tells the log of each kind once.
    void countUnexpected(const QString &what, const ShopAnswer &answer);
    /// One line for the log.
    QString text() const;
};

} // namespace holdfast
