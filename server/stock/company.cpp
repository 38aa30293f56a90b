// SPDX-License-Identifier: GPL-3.0-only
#include "stock/company.h"

namespace holdfast {

Company companyOf(const PendingCommand &command)
{
    if (const auto *reserve = std::get_if<Pending<Reserve>>(&command.pending);
        reserve && reserve->command.lines.size() == 1)
        return command.isFresh ? Company::FreshReserves : Company::Reserves;
    if (std::holds_alternative<Pending<CheckOut>>(command.pending))
        return Company::CheckOuts;
    return std::holds_alternative<Pending<Cancel>>(command.pending) ? Company::Cancels : Company::Others;
}

} // namespace holdfast
