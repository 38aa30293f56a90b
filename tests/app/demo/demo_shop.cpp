// SPDX-License-Identifier: GPL-3.0-only
#include "tests/app/demo/demo_shop.h"

#include "app/demo/demo_products.h"
#include "app/demo/demo_sale.h"
#include "app/demo/shopper.h"
#include "stock/sales.h"
#include "tests/support/api_client.h"

#include <QSignalSpy>
#include <QTest>

namespace holdfast::test {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr int visitMaxMs = 60'000;
constexpr int listingMaxMs = 30'000;

NewProduct productOf(const Article &article)
{
    NewProduct product;
    product.name = u"Article"_s;
    product.price = Money::fromMinorUnits(1'000);
    product.currency = u"EUR"_s;
    product.totalStock = article.stock;
    product.perUserLimit = article.perUserLimit;
    product.holdSeconds = article.holdSeconds;
    return product;
}

} // namespace

DemoPace quickPace()
{
    DemoPace pace;
    pace.visitsPerSecondCalm = pace.visitsPerSecondRush = 100.0;
    pace.thinkMin = 0ms;
    pace.thinkMax = 5ms;
    pace.hopefulShare = pace.walkAwayShare = pace.cancelShare = pace.extendShare = 0.0;
    pace.troublePauseMin = 50ms;
    pace.stocktakingEvery = 50ms;
    pace.restockAfter = 100ms;
    return pace;
}

DemoShop::DemoShop(const Goods &goods)
{
    Connection &connection = database().connection();
    std::vector<ProductId> products;
    for (const Article &article : goods) {
        const auto product = createProduct(connection, productOf(article), u"other"_s);
        products.push_back(product.value().id);
    }
    const Instant now = readDatabaseTime(connection).value();
    createSale(connection, {.name = demoSaleName, .startsAt = now, .endsAt = now + 1h, .products = products},
               u"other"_s)
        .value()
        .value();
    awaitListing(static_cast<int>(goods.size()));
}

DemoShop::DemoShop()
{
    prepareDemoSale(database().connection()).value();
    awaitListing(static_cast<int>(demoProducts().size()));
}

void DemoShop::awaitListing(int products)
{
    ApiClient client(m_service.port());
    const auto onShelf = [&client] {
        return Shelf::read(client.get("/api/v1/products?limit=100").data(), demoSaleName).products().size();
    };
    if (!QTest::qWaitFor([&] { return onShelf() == static_cast<size_t>(products); }, listingMaxMs))
        qFatal("The service does not list the test's products");
}

void DemoShop::addOtherProduct(const Article &article)
{
    const auto product = createProduct(database().connection(), productOf(article), u"other"_s).value();
    if (!QTest::qWaitFor([&] { return m_service.board().find(product.id).has_value(); }, listingMaxMs))
        qFatal("The service does not know the test's product");
}

QUrl DemoShop::url() const
{
    return QUrl(u"http://127.0.0.1:%1"_s.arg(m_service.port()));
}

int DemoShop::count(const QString &sql)
{
    return static_cast<int>(database().scalar<qint64>(u"SELECT count(*) FROM "_s + sql));
}

void DemoShop::visit(const QString &customer, const DemoPace &pace, Tally &tally, quint64 seed)
{
    ShopClient client(url());
    Shopper shopper(client, pace, tally, customer, seed);
    QSignalSpy left(&shopper, &Shopper::left);
    shopper.enter();
    if (left.isEmpty() && !left.wait(visitMaxMs))
        qFatal("The visit does not end");
}

} // namespace holdfast::test
