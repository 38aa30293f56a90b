// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include <chrono>

namespace holdfast {

/// How lively simulated shoppers are. A visit makes about four requests, so the defaults come to some 6 a
/// second, and 12 in a rush: a pace to watch.
struct DemoPace
{
    using milliseconds = std::chrono::milliseconds;

    // Who comes. A rush opens the sale, fades, and returns.
    double visitsPerSecondCalm = 1.8;
    double visitsPerSecondRush = 3.4;
    milliseconds rushEvery{150'000};
    milliseconds rushFades{25'000};
    /// In the shop at once; whoever finds it full does not come in.
    int shoppersMax = 60;
    /// How many different people there are; customerNamesMax at most.
    int customers = 3'600;

    // What they do. Each step takes a thought.
    milliseconds thinkMin{800};
    milliseconds thinkMax{6'000};
    int productsTriedMax = 3;
    int quantityMax = 3;
    /// Those who try although it says "sold out".
    double hopefulShare = 0.2;
    /// Of those who hold something: leave without a word, give it back; all others buy.
    double walkAwayShare = 0.22;
    double cancelShare = 0.14;
    /// Of those who buy: ask for more time first.
    double extendShare = 0.1;

    // When nobody answers, or the server asks for patience.
    int attemptsMax = 4;
    milliseconds troublePauseMin{1'000};

    // The operator.
    milliseconds stocktakingEvery{5'000};
    /// Sold out for so long: restocked.
    milliseconds restockAfter{30'000};
};

} // namespace holdfast
