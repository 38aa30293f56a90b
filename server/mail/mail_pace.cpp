// SPDX-License-Identifier: GPL-3.0-only
#include "mail/mail_pace.h"

#include <QRandomGenerator>

#include <algorithm>

namespace holdfast {

std::chrono::milliseconds backOff(std::chrono::milliseconds first, std::chrono::milliseconds most,
                                  int failures)
{
    auto delay = first;
    for (int count = 1; count < failures && delay < most; ++count)
        delay *= 2;
    const auto percent = QRandomGenerator::global()->bounded(75, 126);
    return std::min(delay, most) * percent / 100;
}

} // namespace holdfast
