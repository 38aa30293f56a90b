// SPDX-License-Identifier: GPL-3.0-only
#include "sample_sales.h"

namespace holdfast::test {

using namespace Qt::StringLiterals;
using namespace std::chrono;

Sale plainSale(qint64 id, const QString &name, Instant now)
{
    return {.id = *SaleId::from(id),
            .name = name,
            .startsAt = now - 1h,
            .endsAt = now + 1h,
            .pausedAt = std::nullopt,
            .cancelledAt = std::nullopt};
}

std::vector<Sale> salesInEveryPhase(Instant now)
{
    std::vector<Sale> sales{
        plainSale(1, u"November flash sale"_s, now), plainSale(2, u"Warehouse clearance"_s, now),
        plainSale(3, u"Cyber Monday"_s, now),        plainSale(4, u"Winter preview"_s, now),
        plainSale(5, u"Early birds"_s, now),         plainSale(6, u"Members' night"_s, now)};
    sales[0].endsAt = now + 42min + 10s;
    sales[1].pausedAt = now - 3min;
    sales[1].holdsFrozenAt = now - 3min;
    sales[2].startsAt = now + 26h;
    sales[2].endsAt = now + 50h;
    sales[3].startsAt = sales[3].endsAt = std::nullopt;
    sales[4].startsAt = now - 30h;
    sales[4].endsAt = now - 6h;
    sales[5].startsAt = now + 2h;
    sales[5].endsAt = std::nullopt;
    sales[5].cancelledAt = now - 20min;
    return sales;
}

std::vector<Product> membersOf(SaleId sale, const SampleShop &shop, size_t first, size_t count)
{
    std::vector<Product> members;
    for (size_t at = first; at < std::min(first + count, shop.products().size()); ++at) {
        members.push_back(shop.products()[at]);
        members.back().sale = sale;
        ++members.back().version;
    }
    return members;
}

Reservation frozenAt(Instant now, Reservation hold, std::optional<Instant> saleEnd)
{
    hold.frozenLeft = hold.expiresAt - now;
    hold.expiresAt = saleEnd ? *saleEnd + *hold.frozenLeft : Instant::max();
    return hold;
}

QList<Order> sampleOrders(int count, Instant newest, int firstNumber)
{
    const QString customers[] = {u"amira.k"_s, u"jonas_b"_s, u"li.wei"_s, u"sofia.r"_s, u"storefront-7731"_s};
    const QString products[] = {u"Aurora desk lamp"_s, u"Espresso machine Uno"_s, u"Walnut record player"_s,
                                u"Limited print: \"Harbour at dawn\", signed and numbered"_s};
    QList<Order> orders;
    for (int at = 0; at < count; ++at) {
        const int number = firstNumber + at;
        Order order{.id = OrderId::make(),
                    .user = UserId::make(),
                    .username = customers[number % 5],
                    .amount = {},
                    .currency = u"EUR"_s,
                    .createdAt = newest - at * 1min,
                    .lines = {}};
        qint64 total = 0;
        for (int line = 0; line <= number % 3; ++line) {
            const qint64 price = 4900 + 1250 * line;
            const int quantity = 1 + (number + line) % 2;
            total += price * quantity;
            order.lines.append({.product = *ProductId::from(line + 1),
                                .productName = products[(number + line) % 4],
                                .quantity = quantity,
                                .unitPrice = Money::fromMinorUnits(price),
                                .amount = *Money::fromMinorUnits(price * quantity)});
        }
        order.amount = *Money::fromMinorUnits(total);
        orders.append(order);
    }
    return orders;
}

} // namespace holdfast::test
