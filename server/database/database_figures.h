// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "metrics/histogram.h"

namespace holdfast {

/// Where the time of a DatabaseThread's tasks goes. Any thread.
struct DatabaseFigures
{
    metrics::DurationHistogram waited;
    metrics::DurationHistogram worked;
};

} // namespace holdfast
