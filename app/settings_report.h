// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "app/settings.h"

namespace holdfast {

/// What --print-config writes: a line a setting with its value, secrets hidden, and its origin.
QString settingsReport(const LoadedSettings &loaded);

} // namespace holdfast
