// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "http/endpoints/endpoint.h"

namespace holdfast::http {

/// The line of the audit log for what a request does: product.restock, product:17.
AuditEntry auditEntryOf(const Call &call, const QString &action, const QString &subject);

/// Who gives a command with the rights of staff: its lane writes the line, in the transaction of the command.
StaffAct staffActOf(const Call &call);
/// Nothing unless an admin acts on somebody's hold without naming whom it acts for: what is done in a
/// customer's name is the customer's.
std::optional<StaffAct> adminActFor(const Call &call, bool isCustomerNamed);

/// Notes that somebody was refused for want of rights. Costs the request nothing.
void noteRefusal(const ApiContext &api, const Request &request, const Identity &identity, ErrorCode code);

} // namespace holdfast::http
