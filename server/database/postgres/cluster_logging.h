// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include <QLoggingCategory>

namespace holdfast {

/// Category "holdfast.postgres": what the private cluster does, for the operator.
Q_DECLARE_LOGGING_CATEGORY(clusterLog)

} // namespace holdfast
