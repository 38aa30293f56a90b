// SPDX-License-Identifier: GPL-3.0-only
#include "sample_shop.h"

#include <array>

namespace holdfast::test {

using namespace Qt::StringLiterals;
using namespace std::chrono;

namespace {

constexpr std::array<const char16_t *, 30> productNames{
    u"Aurora desk lamp",        u"Trail runner GTX, size 42",
    u"Espresso machine Uno",    u"Noise-cancelling headphones",
    u"Carbon road helmet",      u"Walnut record player",
    u"Linen bedding set, king", u"Pocket synthesizer",
    u"Cast-iron pot, 5 l",      u"Mechanical keyboard, 75 %",
    u"Titanium camping mug",    u"Fountain pen, medium",
    u"E-reader, 8 inch",        u"Merino base layer",
    u"Smart thermostat",        u"Bluetooth turntable",
    u"Chef's knife, 20 cm",     u"Foldable kayak",
    u"Ceramic dripper set",     u"Gravel bike, frame M",
    u"Studio monitor pair",     u"Hiking poles, carbon",
    u"Weekender bag",           u"Polaroid camera",
    u"Standing desk frame",     u"Cold-brew tower",
    u"Wool blanket, charcoal",  u"Board game: Tidewater",
    u"Portable projector",      u"Limited print: \"Harbour at dawn\", signed and numbered"};
constexpr std::array<const char16_t *, 12> buyerNames{u"amira.k", u"jonas_b", u"li.wei", u"sofia.r",
                                                      u"tomas",   u"noor",    u"yuki.t", u"emeka",
                                                      u"chloe.m", u"piotr.w", u"ana.l",  u"storefront-7731"};
constexpr std::array stocks{500, 120, 60, 250, 40, 1000, 80, 300, 150, 90};
constexpr int holdSeconds = 600;

} // namespace

Product plainProduct(qint64 id, const QString &name, StockLevel stock)
{
    return Product{.id = *ProductId::from(id),
                   .name = name,
                   .description = {},
                   .category = {},
                   .price = Money::fromMinorUnits(4900),
                   .currency = u"EUR"_s,
                   .perUserLimit = std::nullopt,
                   .holdSeconds = holdSeconds,
                   .version = 1,
                   .stockVersion = 1,
                   .stock = stock,
                   .sale = std::nullopt,
                   .createdAt = {}};
}

// An hour ahead of the desktop: whoever counts by the desktop's clock is found out.
SampleShop::SampleShop(quint32 seed)
    : m_random(seed)
    , m_clock{floor<microseconds>(system_clock::now()) + 1h, steady_clock::now()}
{
}

void SampleShop::tellStock(ChangeSet &changes, Product &product) const
{
    ++product.stockVersion;
    changes.stocks.push_back({product.id, product.stock, product.stockVersion});
}

ChangeSet SampleShop::openProducts(int count)
{
    ChangeSet changes;
    for (int number = 0; number < count; ++number) {
        const size_t at = m_products.size();
        const int total = stocks[at % stocks.size()];
        Product product =
            plainProduct(static_cast<qint64>(at) + 1,
                         QString::fromUtf16(productNames[at % productNames.size()]), {total, total, 0, 0});
        product.price = Money::fromMinorUnits(990 + m_random.bounded(400) * 100);
        product.createdAt = now();
        m_products.push_back(product);
        changes.products.push_back(product);
    }
    return changes;
}

ChangeSet SampleShop::openSale(seconds left)
{
    Sale sale{.id = *SaleId::from(1),
              .name = u"November flash sale"_s,
              .startsAt = now() - 18min,
              .endsAt = now() + left,
              .pausedAt = std::nullopt,
              .cancelledAt = std::nullopt,
              .version = 1};
    m_sales = {sale};
    ChangeSet changes;
    changes.sales = m_sales;
    return changes;
}

ChangeSet SampleShop::reserve(int count)
{
    ChangeSet changes;
    for (int attempt = 0; attempt < count; ++attempt) {
        Product &product = m_products[m_random.bounded(static_cast<quint32>(m_products.size()))];
        if (product.stock.available == 0)
            continue;
        const int quantity = 1
            + static_cast<int>(m_random.bounded(static_cast<quint32>(std::min(product.stock.available, 3))));
        product.stock.available -= quantity;
        product.stock.reserved += quantity;
        tellStock(changes, product);
        const Instant from = now() - milliseconds(m_random.bounded(540'000));
        const Reservation reservation{.id = ReservationId::make(),
                                      .product = product.id,
                                      .user = UserId::make(),
                                      .quantity = quantity,
                                      .status = ReservationStatus::Active,
                                      .createdAt = from,
                                      .expiresAt = from + seconds(holdSeconds),
                                      .endedAt = std::nullopt};
        const auto name = buyerNames[m_random.bounded(static_cast<quint32>(buyerNames.size()))];
        m_active.push_back({reservation, QString::fromUtf16(name)});
        changes.holds.push_back(m_active.back());
    }
    return changes;
}

HoldChange SampleShop::take(size_t index)
{
    const HoldChange hold = m_active[index];
    m_active[index] = m_active.back();
    m_active.pop_back();
    return hold;
}

ChangeSet SampleShop::buy(int count)
{
    ChangeSet changes;
    for (int bought = 0; bought < count && !m_active.empty(); ++bought) {
        HoldChange hold = take(m_random.bounded(static_cast<quint32>(m_active.size())));
        Product &product = productOf(hold.reservation.product);
        product.stock.reserved -= hold.reservation.quantity;
        product.stock.sold += hold.reservation.quantity;
        tellStock(changes, product);
        hold.reservation.status = ReservationStatus::Consumed;
        hold.reservation.endedAt = now();
        changes.holds.push_back(hold);
        m_purchases.push_back({.order = OrderId::make(),
                               .reservation = hold.reservation.id,
                               .product = product.id,
                               .user = hold.reservation.user,
                               .username = hold.username,
                               .quantity = hold.reservation.quantity,
                               .amount = product.price->times(hold.reservation.quantity).value(),
                               .purchasedAt = now() + microseconds(bought)});
        changes.purchases.push_back(m_purchases.back());
    }
    return changes;
}

ChangeSet SampleShop::drop(int count, ReservationStatus status)
{
    ChangeSet changes;
    for (int dropped = 0; dropped < count && !m_active.empty(); ++dropped) {
        HoldChange hold = take(m_random.bounded(static_cast<quint32>(m_active.size())));
        Product &product = productOf(hold.reservation.product);
        product.stock.reserved -= hold.reservation.quantity;
        product.stock.available += hold.reservation.quantity;
        tellStock(changes, product);
        hold.reservation.status = status;
        hold.reservation.endedAt = now();
        changes.holds.push_back(hold);
    }
    return changes;
}

ChangeSet SampleShop::everything() const
{
    ChangeSet changes;
    changes.products = m_products;
    changes.sales = m_sales;
    changes.holds = m_active;
    changes.purchases = m_purchases;
    return changes;
}

ServiceState goodService(const SampleShop &shop)
{
    ServiceState state;
    state.database = Health::Good;
    state.databaseText = u"PostgreSQL 15, private cluster"_s;
    state.server = Health::Good;
    state.serverText = u"http://127.0.0.1:3000"_s;
    state.audit = Health::Good;
    state.auditText = u"30 products add up"_s;
    state.clock = shop.clock();
    return state;
}

} // namespace holdfast::test
