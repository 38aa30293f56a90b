// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "domain/change.h"

#include <QJsonObject>

#include <functional>
#include <optional>

namespace holdfast {

class DatabaseClock;
class StockBoard;

/// What an act on the catalogue (products, sales, drops) has to tell: what the audit log says of it, and what
/// changed for those who look on. Every such act answers std::expected<Outcome<X>, SqlError> with an X that
/// has this as its member `news`. It judges before it changes anything, so that after a refusal nothing is
/// changed. Whoever calls it gives it a transaction, writes the log's line in that, and after the commit,
/// before the answer, calls tellNews().
struct CatalogueNews
{
    /// "product.create", "sale.pause".
    QString action;
    /// "product:17".
    QString subject;
    QJsonObject detail;
    ChangeSet changes;
    /// By the database's clock; nothing when no moment of the act decides what others may do.
    std::optional<Instant> decidedAt = {};
};

/// So that the act is seen by whoever hears its answer, here and in what the API says of this moment.
void tellNews(const CatalogueNews &news, DatabaseClock &clock, StockBoard &board,
              const std::function<void(const ChangeSet &)> &publish);

} // namespace holdfast
