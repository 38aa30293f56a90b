// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "stock/pending_command.h"

namespace holdfast {

/// What goes to the database together, in the order in which a batch is served. Within a company the order of
/// arrival stays; whoever sends two commands without waiting for the first one's answer has asked for none.
enum class Company {
    /// Reserves of one line that nobody has asked for before.
    FreshReserves,
    Reserves,
    CheckOuts,
    Cancels,
    Others,
};

Company companyOf(const PendingCommand &command);

} // namespace holdfast
