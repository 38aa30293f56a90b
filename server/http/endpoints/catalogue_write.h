// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "http/endpoints/answering.h"
#include "http/endpoints/audit_note.h"
#include "stock/catalogue_news.h"

namespace holdfast::http {

/// `line` (who, by which request) filled in with what was done.
AuditEntry entryOf(AuditEntry line, const CatalogueNews &news);

/// On the board and to those who look on.
void show(const ApiContext &api, const CatalogueNews &news);

/// One act on the catalogue: a transaction on the database thread with the act's line in the audit log, and
/// the answer under the request's Idempotency-Key when it has one. `act` (Connection & →
/// std::expected<Outcome<Made>, SqlError>, Made with a member `news`) judges first; what it refuses changes
/// nothing, and the refusal is the answer. What it changed is shown by this server after the commit and
/// before the answer; the others hear of it from the act's announce_stock(). `render` makes the Response of a
/// const Made &.
template <typename Act, typename Render>
void writeCatalogue(const Call &call, Reply reply, Act act, Render render)
{
    using Result = std::invoke_result_t<Act &, Connection &>;
    using Judged = Result::value_type;
    const auto work = [line = auditEntryOf(call, {}, {}),
                       act = std::move(act)](Connection &connection) -> Result {
        auto outcome = act(connection);
        if (!outcome || !*outcome)
            return outcome;
        if (const auto written = writeAudit(connection, entryOf(line, (*outcome)->news)); !written)
            return std::unexpected(written.error());
        return outcome;
    };
    const auto committed = [&api = call.api](const Judged &outcome) {
        if (outcome)
            show(api, outcome->news);
    };
    const auto judged = [render = std::move(render)](const Judged &outcome) {
        return outcome ? render(*outcome) : Response::refused(outcome.error());
    };
    writeDatabaseOnce(call, std::move(reply), work, committed, judged);
}

} // namespace holdfast::http
