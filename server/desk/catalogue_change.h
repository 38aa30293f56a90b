// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "accounts/audit_log.h"
#include "database/connection.h"
#include "desk/desk.h"
#include "stock/catalogue_news.h"

namespace holdfast {

/// Does `act`, one of stock/product_acts.h or stock/sales.h, as the operator: in one transaction with its
/// line in the audit log. On the connection's thread.
template <typename Act>
std::invoke_result_t<Act &, Connection &> actAsOperator(Connection &connection, Act &act)
{
    Transaction transaction(connection);
    if (const auto &begun = transaction.begun(); !begun)
        return std::unexpected(begun.error());
    auto outcome = act(connection);
    if (!outcome || !*outcome)
        return outcome;
    const CatalogueNews &news = (*outcome)->news;
    const auto written = writeAudit(connection,
                                    {.role = AuditRole::Operator,
                                     .actor = std::nullopt,
                                     .action = news.action,
                                     .subject = news.subject,
                                     .requestId = {},
                                     .detail = news.detail});
    if (!written)
        return std::unexpected(written.error());
    if (const auto ended = transaction.commit(); !ended)
        return std::unexpected(ended.error());
    return outcome;
}

template <typename SomeAct, typename Then>
void Desk::changeCatalogue(SomeAct act, Then then)
{
    using Result = std::invoke_result_t<SomeAct &, Connection &>;
    using Judged = Result::value_type;
    m_database.write(
        [act = std::move(act)](Connection &connection) mutable { return actAsOperator(connection, act); },
        [this, then = std::move(then)](Result result) {
            Judged outcome = result ? *std::move(result) : Judged(std::unexpected(refusalOf(result.error())));
            if (outcome)
                show(outcome->news);
            QMetaObject::invokeMethod(
                this, [then, outcome = std::move(outcome)] { then(outcome); }, Qt::QueuedConnection);
        });
}

} // namespace holdfast
