// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "stock/catalogue.h"

#include <QLatin1String>

#include <vector>

namespace holdfast {

/// By this name the demo knows its own sale again, and simulated shoppers the products they may buy.
constexpr QLatin1StringView demoSaleName{"Autumn Flash Sale"};

/// What the demo sells, the most wanted first. Holds are short enough to be seen running out.
std::vector<NewProduct> demoProducts();

} // namespace holdfast
