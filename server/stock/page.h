// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include <QtGlobal>

#include <vector>

namespace holdfast {

/// A page of a list: how many at most, and how many to leave out before.
struct Page
{
    int limit = 20;
    int offset = 0;
};

template <typename Value>
struct PageOf
{
    std::vector<Value> items;
    qint64 total = 0;
};

} // namespace holdfast
