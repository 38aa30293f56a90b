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
    case ShopStep::Kind::BuyNow:
        return buyNow(step);
    case ShopStep::Kind::PlaceOrder:
        return placeOrder(step);
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

void ReferenceShop::makeRoom(int user, int number, int quantity)
{
    const auto isOver = [number](const Hold &hold) {
        return hold.product == number && hold.status == ReservationStatus::Active && hold.isPastItsTime;
    };
    for (auto &hold : holds) {
        if (isOver(hold) && hold.user == user)
            expire(hold);
    }
    const auto *product = find(number);
    if (!product || product->level.available >= quantity)
        return;
    for (auto &hold : holds) {
        if (isOver(hold))
            expire(hold);
    }
}

QString ReferenceShop::reserve(const ShopStep &step)
{
    const int user = step.user.value();
    QStringList refusals;
    for (const auto &[number, quantity] : step.lines) {
        makeRoom(user, number, quantity);
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
    if (const auto refusal = phaseRefusal(*product); !refusal.isEmpty())
        return refusal;
    if (const auto *hold = liveHold(user, number))
        return u"ALREADY_RESERVED #%1"_s.arg(hold - holds.data());
    return unitsRefusal(user, number, quantity, quantity);
}

QString ReferenceShop::phaseRefusal(const Product &product) const
{
    if (product.phase == u"live")
        return {};
    return (product.phase == u"paused" ? u"SALE_PAUSED "_s : u"DROP_NOT_ACTIVE "_s) + product.phase;
}

QString ReferenceShop::unitsRefusal(int user, int number, int wanted, int quantity)
{
    const auto &product = *find(number);
    const int purchased = bought(user, number);
    if (product.perUserLimit && purchased + wanted > *product.perUserLimit)
        return u"LIMIT_REACHED limit %1 purchased %2"_s.arg(*product.perUserLimit).arg(purchased);
    if (product.level.available < quantity)
        return u"OUT_OF_STOCK requested %1 available %2"_s.arg(quantity).arg(product.level.available);
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

QString ReferenceShop::buyNow(const ShopStep &step)
{
    const int user = step.user.value();
    const auto &[number, quantity] = step.lines.front();
    makeRoom(user, number, liveHold(user, number) ? 0 : quantity);
    const auto refusal = buyNowRefusal(step);
    return refusal.isEmpty() ? buyLine(user, number, quantity) : refusal;
}

QString ReferenceShop::buyNowRefusal(const ShopStep &step)
{
    const int user = step.user.value();
    const auto &[number, quantity] = step.lines.front();
    if (step.sale && *step.sale >= saleCount)
        return u"SALE_NOT_FOUND"_s;
    const auto *product = find(number);
    if (!product || product->isArchived || (step.sale && product->sale != step.sale))
        return u"PRODUCT_NOT_FOUND"_s;
    const bool isOpen = product->phase == u"live" || product->phase == u"paused";
    if (!product->sale || (!step.sale && !isOpen))
        return u"NO_ACTIVE_SALE"_s;
    if (const auto *hold = liveHold(user, number))
        return hold->quantity == quantity ? QString() : u"ALREADY_RESERVED #%1"_s.arg(hold - holds.data());
    if (const auto refusal = phaseRefusal(*product); !refusal.isEmpty())
        return refusal;
    return unitsRefusal(user, number, quantity, quantity);
}

// A hold of just so many is bought; another one is given back, and the units are taken anew.
QString ReferenceShop::buyLine(int user, int number, int quantity)
{
    auto &product = *find(number);
    auto *hold = liveHold(user, number);
    if (hold && hold->quantity != quantity) {
        hold->status = ReservationStatus::Cancelled;
        product.level.reserved -= hold->quantity;
        product.level.available += hold->quantity;
        ++product.version;
        hold = nullptr;
    }
    if (hold) {
        hold->status = ReservationStatus::Consumed;
        product.level.reserved -= quantity;
    } else {
        holds.push_back({number, user, quantity, ReservationStatus::Consumed, product.holdSeconds});
        hold = &holds.back();
        product.level.available -= quantity;
    }
    product.level.sold += quantity;
    ++product.version;
    return holdText(*hold) + u" for %1"_s.arg(product.price.value_or(0) * quantity);
}

QString ReferenceShop::addToCart(int user, int number, int quantity)
{
    const auto *product = find(number);
    if (!product || product->isArchived)
        return u"PRODUCT_NOT_FOUND"_s;
    auto &cart = carts[user];
    auto &line = cart.lines[number];
    line.quantity += quantity;
    line.price = product->price;
    ++cart.version;
    return u"done"_s;
}

QString ReferenceShop::placeOrder(const ShopStep &step)
{
    const int user = step.user.value();
    auto &cart = carts[user];
    if (cart.version != step.cartVersion)
        return u"VERSION_CONFLICT"_s;
    if (cart.lines.empty())
        return u"CART_EMPTY"_s;
    QStringList refusals;
    for (const auto &[number, line] : cart.lines) {
        const auto *hold = liveHold(user, number);
        makeRoom(user, number, std::max(line.quantity - (hold ? hold->quantity : 0), 0));
        if (const auto refusal = orderLineRefusal(user, number, line); !refusal.isEmpty())
            refusals.append(u"p%1 %2"_s.arg(number).arg(refusal));
    }
    if (!refusals.isEmpty()) {
        for (const auto &code :
             {u"PRICE_CHANGED"_s, u"DROP_NOT_ACTIVE"_s, u"SALE_PAUSED"_s, u"LIMIT_REACHED"_s}) {
            if (!refusals.filter(code).isEmpty())
                return code + u": "_s + refusals.join(u"; ");
        }
        return u"OUT_OF_STOCK: "_s + refusals.join(u"; ");
    }
    QStringList texts;
    for (const auto &[number, line] : cart.lines)
        texts.append(buyLine(user, number, line.quantity));
    cart.lines.clear();
    ++cart.version;
    return texts.join(u"; ");
}

QString ReferenceShop::orderLineRefusal(int user, int number, const CartLine &line)
{
    const auto &product = *find(number);
    if (line.price != product.price)
        return u"PRICE_CHANGED was %1 now %2"_s.arg(line.price.value_or(-1)).arg(product.price.value_or(-1));
    const auto *hold = liveHold(user, number);
    const int missing = line.quantity - (hold ? hold->quantity : 0);
    if (missing <= 0)
        return {};
    if (const auto refusal = phaseRefusal(product); !refusal.isEmpty())
        return refusal;
    return unitsRefusal(user, number, line.quantity, missing);
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
