// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "ui/theme/theme.h"

#include <QString>

namespace holdfast {

/// How Qt's own widgets look in a theme, with distances for a font of `em` pixels.
QString styleSheetOf(const Theme &theme, double em);

} // namespace holdfast
