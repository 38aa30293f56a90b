// SPDX-License-Identifier: GPL-3.0-only
#include "tests/server/stock/reference_shop.h"

#include <QStringList>

#include <algorithm>

namespace holdfast::test {

using namespace Qt::StringLiterals;

QString ReferenceShop::apply(const ShopStep &step)
{
    switch (step.kind) {
    case ShopStep::Kind::Reserve:
        return reserve(step);
    case ShopStep::Kind::CheckOut:
        return checkOut(step);
    case ShopStep::Kind::Cancel:
        return cancel(step);
    case ShopStep::Kind::Extend:
        return extend(step);
    case ShopStep::Kind::Restock:
        return restock(step);
    case ShopStep::Kind::Sweep:
        return sweep();
    }
    Q_UNREACHABLE();
}

ReferenceShop::Product *ReferenceShop::find(int product)
{
    return product < static_cast<int>(products.size()) ? &products[static_cast<size_t>(product)] : nullptr;
}

ReferenceShop::Hold *ReferenceShop::liveHold(int user, int product)
{
    const auto found = std::ranges::find_if(holds, [&](const Hold &hold) {
        return hold.user == user && hold.product == product && hold.status == ReservationStatus::Active
            && !hold.isPastItsTime;
    });
    return found == holds.end() ? nullptr : &*found;
}

int ReferenceShop::bought(int user, int product) const
{
    int units = 0;
    for (const auto &hold : holds) {
        const bool isBought = hold.status == ReservationStatus::Consumed;
        units += isBought && hold.user == user && hold.product == product ? hold.quantity : 0;
    }
    return units;
}

void ReferenceShop::expire(Hold &hold)
{
    auto &product = *find(hold.product);
    hold.status = ReservationStatus::Expired;
    product.level.available += hold.quantity;
    product.level.reserved -= hold.quantity;
    ++product.version;
}

QString ReferenceShop::reserve(const ShopStep &step)
{
    const int user = step.user.value();
    QStringList refusals;
    for (const auto &[number, quantity] : step.lines) {
        for (auto &hold : holds) {
            const bool isOver = hold.status == ReservationStatus::Active && hold.isPastItsTime;
            if (hold.product == number && hold.user == user && isOver)
                expire(hold);
        }
        const auto *product = find(number);
        if (product && product->level.available < quantity) {
            for (auto &hold : holds) {
                if (hold.product == number && hold.status == ReservationStatus::Active && hold.isPastItsTime)
                    expire(hold);
            }
        }
        if (const auto refusal = refusalOf(user, number, quantity); !refusal.isEmpty())
            refusals.append(step.lines.size() > 1 ? u"p%1 %2"_s.arg(number).arg(refusal) : refusal);
    }
    if (!refusals.isEmpty())
        return refusals.join(u"; ");
    QStringList texts;
    for (const auto &[number, quantity] : step.lines) {
        auto &product = *find(number);
        product.level.available -= quantity;
        product.level.reserved += quantity;
        ++product.version;
        holds.push_back({number, user, quantity, ReservationStatus::Active, product.holdSeconds});
        texts.append(holdText(holds.back()));
    }
    return texts.join(u"; ");
}

QString ReferenceShop::refusalOf(int user, int number, int quantity)
{
    const auto *product = find(number);
    if (!product || product->isArchived)
        return u"PRODUCT_NOT_FOUND"_s;
    if (product->phase != u"live")
        return (product->phase == u"paused" ? u"SALE_PAUSED "_s : u"DROP_NOT_ACTIVE "_s) + product->phase;
    if (const auto *hold = liveHold(user, number))
        return u"ALREADY_RESERVED #%1"_s.arg(hold - holds.data());
    const int purchased = bought(user, number);
    if (product->perUserLimit && purchased + quantity > *product->perUserLimit)
        return u"LIMIT_REACHED limit %1 purchased %2"_s.arg(*product->perUserLimit).arg(purchased);
    if (product->level.available < quantity)
        return u"OUT_OF_STOCK requested %1 available %2"_s.arg(quantity).arg(product->level.available);
    return {};
}

std::pair<ReferenceShop::Hold *, QString> ReferenceShop::holdOf(const ShopStep &step,
                                                                const QString &missingByProduct)
{
    if (!step.hold) {
        auto *hold = liveHold(step.user.value(), step.lines.front().first);
        return {hold, hold ? QString() : missingByProduct};
    }
    const auto number = static_cast<size_t>(*step.hold);
    if (number >= holds.size() || (step.user && holds[number].user != *step.user))
        return {nullptr, u"RESERVATION_NOT_FOUND"_s};
    auto &hold = holds[number];
    if (hold.status == ReservationStatus::Consumed)
        return {nullptr, u"ALREADY_PURCHASED #%1"_s.arg(number)};
    if (hold.status == ReservationStatus::Expired
        || (hold.status == ReservationStatus::Active && hold.isPastItsTime))
        return {nullptr, u"RESERVATION_EXPIRED #%1"_s.arg(number)};
    if (hold.status != ReservationStatus::Active)
        return {nullptr, u"RESERVATION_NOT_ACTIVE #%1"_s.arg(number)};
    return {&hold, {}};
}

QString ReferenceShop::checkOut(const ShopStep &step)
{
    const bool isProductKnown = !step.lines.empty() && find(step.lines.front().first);
    const auto [hold, refusal] =
        holdOf(step, isProductKnown ? u"RESERVATION_REQUIRED"_s : u"PRODUCT_NOT_FOUND"_s);
    if (!hold)
        return refusal;
    if (step.quantity && *step.quantity != hold->quantity)
        return u"CONFLICT"_s;
    auto &product = *find(hold->product);
    const qint64 amount = product.price ? *product.price * hold->quantity : step.total.value_or(0);
    if (step.total && *step.total != amount)
        return u"AMOUNT_MISMATCH"_s;
    hold->status = ReservationStatus::Consumed;
    product.level.reserved -= hold->quantity;
    product.level.sold += hold->quantity;
    ++product.version;
    return holdText(*hold) + u" for %1"_s.arg(amount);
}

QString ReferenceShop::cancel(const ShopStep &step)
{
    const auto [hold, refusal] = holdOf(step, u"RESERVATION_NOT_FOUND"_s);
    if (!hold)
        return refusal;
    auto &product = *find(hold->product);
    hold->status = step.byOperator ? ReservationStatus::Released : ReservationStatus::Cancelled;
    product.level.available += hold->quantity;
    product.level.reserved -= hold->quantity;
    ++product.version;
    return holdText(*hold);
}

QString ReferenceShop::extend(const ShopStep &step)
{
    const auto [hold, refusal] = holdOf(step, u"RESERVATION_NOT_FOUND"_s);
    if (!hold)
        return refusal;
    const auto &product = *find(hold->product);
    const bool isSpent = hold->extensions > 0 || product.extensionSeconds == 0;
    const bool isTooMuch = step.seconds.value_or(0) > product.extensionSeconds;
    if (!step.byOperator && (isSpent || isTooMuch))
        return u"CONFLICT"_s;
    hold->seconds += step.seconds.value_or(product.extensionSeconds);
    ++hold->extensions;
    return holdText(*hold);
}

QString ReferenceShop::restock(const ShopStep &step)
{
    const auto &[number, quantity] = step.lines.front();
    auto *product = find(number);
    if (!product || product->isArchived)
        return u"PRODUCT_NOT_FOUND"_s;
    product->level.total += quantity;
    product->level.available += quantity;
    ++product->version;
    return stockText(number);
}

QString ReferenceShop::sweep()
{
    int count = 0;
    for (auto &hold : holds) {
        if (hold.status == ReservationStatus::Active && hold.isPastItsTime) {
            expire(hold);
            ++count;
        }
    }
    return u"expired %1"_s.arg(count);
}

QString ReferenceShop::stockText(int number) const
{
    const auto &product = products[static_cast<size_t>(number)];
    return u"p%1 v%2 %3 = %4 + %5 + %6"_s.arg(number)
        .arg(product.version)
        .arg(product.level.total)
        .arg(product.level.available)
        .arg(product.level.reserved)
        .arg(product.level.sold);
}

QString ReferenceShop::holdText(const Hold &hold) const
{
    return u"#%1 %2 user %3 x%4 %5 s, %6"_s.arg(&hold - holds.data())
        .arg(QString(reservationStatusName(hold.status)))
        .arg(hold.user)
        .arg(hold.quantity)
        .arg(hold.seconds)
        .arg(stockText(hold.product));
}

} // namespace holdfast::test
