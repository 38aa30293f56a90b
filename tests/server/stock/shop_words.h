// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "stock/pending_command.h"

#include <QHash>
#include <QString>

namespace holdfast::test {

/// Says real outcomes in the reference shop's words: products, users and holds by their numbers there.
class ShopWords final
{
public:
    void nameProduct(ProductId product, int number) { m_products.insert(product, number); }
    void nameUser(UserId user, int number) { m_users.insert(user, number); }

    /// Holds get the next number as they first appear.
    QString say(const AnyOutcome &outcome);
    std::optional<ReservationId> hold(int number) const;
    int holdCount() const { return static_cast<int>(m_ids.size()); }

private:
    QString text(const Outcome<Reserved> &outcome);
    QString text(const Outcome<CheckedOut> &outcome);
    QString text(const Outcome<BoughtNow> &outcome);
    QString text(const Outcome<Ordered> &outcome);
    QString text(const Outcome<Cancelled> &outcome);
    QString text(const Outcome<Extended> &outcome);
    QString text(const Outcome<Restocked> &outcome);
    QString text(const Outcome<ExpiredDue> &outcome);
    QString text(const Refusal &refusal) const;
    QString everyLine(const QJsonArray &items) const;
    QString oneRefusal(const QString &code, const QJsonObject &details) const;
    QString text(const Hold &hold);
    QString text(const CheckedOut &bought);
    QString text(const StockState &state) const;

    QHash<ProductId, int> m_products;
    QHash<UserId, int> m_users;
    QHash<ReservationId, int> m_holds;
    std::vector<ReservationId> m_ids;
};

} // namespace holdfast::test
