// SPDX-License-Identifier: GPL-3.0-only
#include "tests/server/stock/shop_words.h"

#include <QJsonArray>
#include <QStringList>

namespace holdfast::test {

using namespace Qt::StringLiterals;

QString ShopWords::say(const AnyOutcome &outcome)
{
    return std::visit([this](const auto &each) { return text(each); }, outcome);
}

std::optional<ReservationId> ShopWords::hold(int number) const
{
    return number < holdCount() ? std::optional(m_ids[static_cast<size_t>(number)]) : std::nullopt;
}

QString ShopWords::text(const Outcome<Reserved> &outcome)
{
    if (!outcome)
        return text(outcome.error());
    QStringList texts;
    for (const auto &hold : outcome->holds)
        texts.append(text(hold));
    return texts.join(u"; ");
}

QString ShopWords::text(const Outcome<CheckedOut> &outcome)
{
    return outcome ? text(*outcome) : text(outcome.error());
}

QString ShopWords::text(const Outcome<BoughtNow> &outcome)
{
    return outcome ? text(static_cast<const CheckedOut &>(*outcome)) : text(outcome.error());
}

QString ShopWords::text(const Outcome<Ordered> &outcome)
{
    if (!outcome)
        return text(outcome.error());
    QStringList texts;
    for (const auto &line : outcome->lines) {
        const bool isOfIt = line.purchase.order == outcome->lines.front().purchase.order;
        texts.append(isOfIt ? text(line) : u"of another order: "_s + text(line));
    }
    return texts.join(u"; ");
}

QString ShopWords::text(const CheckedOut &bought)
{
    const bool isOne = bought.purchase.reservation == bought.hold.reservation.id
        && bought.purchase.quantity == bought.hold.reservation.quantity
        && bought.purchase.user == bought.hold.reservation.user;
    return text(bought.hold)
        + (isOne ? u" for %1"_s : u" for somebody else: %1"_s).arg(bought.purchase.amount.minorUnits());
}

QString ShopWords::text(const Outcome<Cancelled> &outcome)
{
    return outcome ? text(outcome->hold) : text(outcome.error());
}

QString ShopWords::text(const Outcome<Extended> &outcome)
{
    return outcome ? text(outcome->hold) : text(outcome.error());
}

QString ShopWords::text(const Outcome<Restocked> &outcome)
{
    return outcome ? text(outcome->stock) : text(outcome.error());
}

QString ShopWords::text(const Outcome<ExpiredDue> &outcome)
{
    return outcome ? u"expired %1"_s.arg(outcome->holds.size()) : text(outcome.error());
}

QString ShopWords::text(const Refusal &refusal) const
{
    const auto code = QString(errorName(refusal.code));
    const auto lines = refusal.details.value(u"lines"_s).toArray();
    if (!lines.isEmpty())
        return code + u": "_s + everyLine(lines);
    const auto items = refusal.details.value(u"items"_s).toArray();
    return items.isEmpty() ? oneRefusal(code, refusal.details) : everyLine(items);
}

QString ShopWords::everyLine(const QJsonArray &items) const
{
    QStringList texts;
    for (const auto &each : items) {
        const auto item = each.toObject();
        const auto product = ProductId::from(item.value(u"product_id"_s).toInteger()).value();
        texts.append(u"p%1 %2"_s.arg(m_products.value(product, static_cast<int>(m_products.size())))
                         .arg(oneRefusal(item.value(u"code"_s).toString(), item)));
    }
    return texts.join(u"; ");
}

QString ShopWords::oneRefusal(const QString &code, const QJsonObject &details) const
{
    if (code == u"OUT_OF_STOCK") {
        return u"%1 requested %2 available %3"_s.arg(code)
            .arg(details.value(u"requested"_s).toInt())
            .arg(details.value(u"available"_s).toInt());
    }
    if (code == u"LIMIT_REACHED") {
        return u"%1 limit %2 purchased %3"_s.arg(code)
            .arg(details.value(u"limit"_s).toInt())
            .arg(details.value(u"purchased"_s).toInt());
    }
    if (code == u"SALE_PAUSED" || code == u"DROP_NOT_ACTIVE")
        return code + u' ' + details.value(u"status"_s).toString();
    if (code == u"PRICE_CHANGED") {
        const auto minor = [&](const QString &name) {
            return qRound64(details.value(name).toDouble(-0.01) * 100);
        };
        return u"%1 was %2 now %3"_s.arg(code).arg(minor(u"was"_s)).arg(minor(u"now"_s));
    }
    const auto id = parseUuid(details.value(u"reservation_id"_s).toString());
    if (id)
        return u"%1 #%2"_s.arg(code).arg(m_holds.value(ReservationId::from(*id).value(), -1));
    return code;
}

QString ShopWords::text(const Hold &hold)
{
    const auto &reservation = hold.reservation;
    if (!m_holds.contains(reservation.id)) {
        m_holds.insert(reservation.id, holdCount());
        m_ids.push_back(reservation.id);
    }
    const auto lasts =
        std::chrono::duration_cast<std::chrono::seconds>(reservation.expiresAt - reservation.createdAt);
    return u"#%1 %2 user %3 x%4 %5 s, %6"_s.arg(m_holds.value(reservation.id))
        .arg(QString(reservationStatusName(reservation.status)))
        .arg(m_users.value(reservation.user, -1))
        .arg(reservation.quantity)
        .arg(lasts.count())
        .arg(text(hold.stock));
}

QString ShopWords::text(const StockState &state) const
{
    return u"p%1 v%2 %3 = %4 + %5 + %6"_s.arg(m_products.value(state.product, -1))
        .arg(state.stockVersion)
        .arg(state.level.total)
        .arg(state.level.available)
        .arg(state.level.reserved)
        .arg(state.level.sold);
}

} // namespace holdfast::test
