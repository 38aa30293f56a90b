// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "accounts/audit_log.h"
#include "domain/command.h"

namespace holdfast {

/// Whoever sits at the machine gives a command.
inline StaffAct operatorsAct()
{
    return {.role = auditRoleName(AuditRole::Operator)};
}

} // namespace holdfast
