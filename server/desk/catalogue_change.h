// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "accounts/logged_act.h"
#include "desk/desk.h"
#include "stock/catalogue_news.h"

namespace holdfast {

/// Does `act`, one of stock/product_acts.h or stock/sales.h, as the operator: in one transaction with its
/// line in the audit log. On the connection's thread.
template <typename Act>
std::invoke_result_t<Act &, Connection &> actAsOperator(Connection &connection, Act &act)
{
    return actLogged(connection, act, [](const auto &outcome) {
        const CatalogueNews &news = outcome.news;
        return AuditEntry{.role = AuditRole::Operator,
                          .actor = std::nullopt,
                          .action = news.action,
                          .subject = news.subject,
                          .requestId = {},
                          .detail = news.detail};
    });
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
