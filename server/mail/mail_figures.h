// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "metrics/counter.h"

namespace holdfast {

/// What came of this server's attempts to send mail. Any thread.
struct MailFigures
{
    metrics::Counter sent;
    metrics::Counter deferred;
    metrics::Counter dead;
    metrics::Counter notSent;
};

} // namespace holdfast
