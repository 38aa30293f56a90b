// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "http/endpoints/endpoint.h"

namespace holdfast::http {

/// The line of the audit log for what a request does: product.restock, product:17.
AuditEntry auditEntryOf(const Call &call, const QString &action, const QString &subject);

/// Notes that somebody was refused for want of rights. Costs the request nothing.
void noteRefusal(const ApiContext &api, const Request &request, const Identity &identity, ErrorCode code);

} // namespace holdfast::http
