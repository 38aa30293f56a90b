// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include <QString>

namespace holdfast {

/// How many different names there are.
constexpr int customerNamesMax = 3'600;

/// A believable username, "mia.keller", from 0 to customerNamesMax - 1. Different numbers, different names;
/// neighbours share neither name.
QString customerName(int number);

} // namespace holdfast
