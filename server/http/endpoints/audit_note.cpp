// SPDX-License-Identifier: GPL-3.0-only
#include "http/endpoints/audit_note.h"

#include "http/endpoints/request_limits.h"

namespace holdfast::http {

using namespace Qt::StringLiterals;

namespace {

AuditEntry entryOf(const Request &request, const Identity &identity, const QString &action)
{
    AuditEntry entry;
    entry.role = auditRoleOf(identity.actor.role);
    if (identity.actor.user)
        entry.actor = identity.actor.user->uuid();
    else if (identity.apiKey)
        entry.actor = identity.apiKey->uuid();
    entry.action = action;
    entry.requestId = QString::fromLatin1(request.requestId());
    return entry;
}

} // namespace

AuditEntry auditEntryOf(const Call &call, const QString &action, const QString &subject)
{
    auto entry = entryOf(call.request, call.identity, action);
    entry.subject = subject;
    return entry;
}

StaffAct staffActOf(const Call &call)
{
    auto entry = entryOf(call.request, call.identity, {});
    return {auditRoleName(entry.role), entry.actor, std::move(entry.requestId)};
}

std::optional<StaffAct> adminActFor(const Call &call, bool isCustomerNamed)
{
    const bool isAct = call.actor.role == Role::Admin && !isCustomerNamed;
    return isAct ? std::optional(staffActOf(call)) : std::nullopt;
}

void noteRefusal(const ApiContext &api, const Request &request, const Identity &identity, ErrorCode code)
{
    auto entry = entryOf(request, identity, u"access.refused"_s);
    entry.subject = QLatin1StringView(request.route().name);
    const auto address = clientAddress(api.settings.proxies, request);
    entry.detail = {{u"code"_s, errorName(code)}, {u"address"_s, address.toString()}};
    api.credentials.audit.noteRefusal(std::move(entry), address);
}

} // namespace holdfast::http
