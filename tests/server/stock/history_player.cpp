// SPDX-License-Identifier: GPL-3.0-only
#include "tests/server/stock/history_player.h"

#include "stock/carts.h"
#include "stock/company.h"

#include <algorithm>
#include <numeric>

namespace holdfast::test {

using namespace Qt::StringLiterals;

namespace {

template <typename SomeCommand>
std::future<AnyOutcome> post(Lane &lane, SomeCommand command)
{
    auto promise = std::make_shared<std::promise<AnyOutcome>>();
    auto future = promise->get_future();
    Answer<SomeCommand> answer = [promise](OutcomeOf<SomeCommand> outcome) {
        promise->set_value(std::move(outcome));
    };
    lane.post(
        {Pending<SomeCommand>{std::move(command), std::move(answer)}, std::chrono::steady_clock::now()});
    return future;
}

QString userName(int user)
{
    return u"user-%1"_s.arg(user);
}

} // namespace

HistoryPlayer::HistoryPlayer(TestDatabase &database, const ConnectionSettings &settings, quint32 seed)
    : m_database(database)
    , m_random(seed)
    , m_users(userCount)
    , m_surroundings(settings)
    , m_lane(m_surroundings.get(), m_history, false)
{
    addProducts();
    m_gate = addProduct(database);
    m_lane.start();
}

void HistoryPlayer::addProducts()
{
    for (int product = 0; product < productCount; ++product) {
        const Goods goods{.total = number(60),
                          .price = isOneIn(4) ? std::nullopt : std::optional<qint64>(number(5000)),
                          .perUserLimit = isOneIn(2) ? std::optional(1 + number(6)) : std::nullopt,
                          .holdSeconds = 60 + number(600)};
        m_products.push_back(addProduct(m_database, goods));
        m_words.nameProduct(m_products.back(), product);
        m_shop.products.push_back({.level = {goods.total, goods.total, 0, 0},
                                   .price = goods.price,
                                   .perUserLimit = goods.perUserLimit,
                                   .holdSeconds = goods.holdSeconds,
                                   .extensionSeconds = goods.holdSeconds});
    }
    m_shop.products.back().isArchived = true;
    m_database.exec(u"UPDATE products SET archived_at = now() WHERE id = "_s + m_products.back().text());
    m_shop.products.front().extensionSeconds = 0;
    m_database.exec(u"UPDATE products SET extension_seconds = 0 WHERE id = "_s + m_products.front().text());
    // The second product is in a sale, whose phase changes.
    m_shop.products[1].sale = m_shop.saleCount++;
    m_database.exec(u"INSERT INTO sales (name, starts_at) VALUES ('sale', now() - interval '1 day');"
                    "UPDATE products SET sale_id = (SELECT max(id) FROM sales) WHERE id = "_s
                    + m_products[1].text());
}

int HistoryPlayer::number(int below)
{
    return static_cast<int>(m_random() % static_cast<quint32>(below));
}

ShopStep HistoryPlayer::randomReserve()
{
    ShopStep step{.kind = ShopStep::Kind::Reserve, .user = number(userCount)};
    const int lines = isOneIn(4) ? 1 + number(4) : 1;
    while (static_cast<int>(step.lines.size()) < lines) {
        // One past the last does not exist; few ask for much.
        const int product = number(productCount + 1);
        const auto isIt = [product](const auto &line) { return line.first == product; };
        if (std::ranges::none_of(step.lines, isIt))
            step.lines.emplace_back(product, isOneIn(6) ? 1 + number(40) : 1 + number(3));
    }
    return step;
}

ShopStep HistoryPlayer::randomBuyNow()
{
    // Mostly of the product that is in a sale.
    const int product = isOneIn(3) ? number(productCount + 1) : 1;
    ShopStep step{.kind = ShopStep::Kind::BuyNow,
                  .user = number(userCount),
                  .lines = {{product, isOneIn(6) ? 1 + number(40) : 1 + number(2)}}};
    if (isOneIn(2))
        step.sale = number(m_shop.saleCount + 1);
    return step;
}

ShopStep HistoryPlayer::randomOrder()
{
    const int user = number(userCount);
    return {.kind = ShopStep::Kind::PlaceOrder, .user = user, .cartVersion = m_shop.carts[user].version};
}

ShopStep HistoryPlayer::randomCheckOut()
{
    ShopStep step{.kind = ShopStep::Kind::CheckOut};
    chooseHold(step, true);
    if (isOneIn(3))
        step.quantity = 1 + number(3);
    if (isOneIn(3))
        step.total = number(3)
            * (step.hold && *step.hold < static_cast<int>(m_shop.holds.size())
                   ? m_shop
                         .products[static_cast<size_t>(m_shop.holds[static_cast<size_t>(*step.hold)].product)]
                         .price.value_or(7)
                   : 100);
    return step;
}

ShopStep HistoryPlayer::randomCancel(bool byOperator)
{
    ShopStep step{.kind = ShopStep::Kind::Cancel, .byOperator = byOperator};
    chooseHold(step, true);
    return step;
}

// Mostly a live one; now and then as chooseHold() has it.
void HistoryPlayer::chooseLiveHold(ShopStep &step)
{
    std::vector<int> live;
    for (size_t hold = 0; hold < m_shop.holds.size(); ++hold) {
        if (m_shop.holds[hold].status == ReservationStatus::Active)
            live.push_back(static_cast<int>(hold));
    }
    if (live.empty() || isOneIn(8))
        return;
    step.hold = live[static_cast<size_t>(number(static_cast<int>(live.size())))];
    const auto &hold = m_shop.holds[static_cast<size_t>(*step.hold)];
    step.user = hold.user;
    if (isOneIn(4)) {
        step.hold.reset();
        step.lines = {{hold.product, 1}};
    }
}

// For batches that are decided at once.
ShopStep HistoryPlayer::randomStepOf(ShopStep::Kind kind)
{
    if (kind != ShopStep::Kind::Reserve) {
        auto step = kind == ShopStep::Kind::CheckOut ? randomCheckOut() : randomCancel(false);
        chooseLiveHold(step);
        return step;
    }
    // Over several products and many users, so that often nobody is refused.
    return {.kind = ShopStep::Kind::Reserve,
            .user = number(userCount),
            .lines = {{number(productCount - 2) + 1, 1}}};
}

ShopStep HistoryPlayer::randomStep()
{
    using Kind = ShopStep::Kind;
    ShopStep step;
    switch (number(13)) {
    case 0:
    case 1:
    case 2:
    case 3:
        return randomReserve();
    case 4:
    case 5:
        return randomCheckOut();
    case 6:
    case 7:
        return randomCancel(isOneIn(3));
    case 8:
        step = {.kind = Kind::Extend, .byOperator = isOneIn(3)};
        chooseHold(step, true);
        if (isOneIn(2))
            step.seconds = 1 + number(1200);
        return step;
    case 9:
        return randomBuyNow();
    case 10:
    case 11:
        return randomOrder();
    default:
        return {.kind = Kind::Restock, .lines = {{number(productCount + 1), 1 + number(10)}}};
    }
}

void HistoryPlayer::chooseHold(ShopStep &step, bool mayBeAnybodys)
{
    if (m_words.holdCount() == 0 || isOneIn(3)) {
        step.user = number(userCount);
        step.lines = {{number(productCount + 1), 1}};
        return;
    }
    // Mostly a recent one, as the others have ended long ago; at times one that never was.
    const int span = std::min(m_words.holdCount(), 30);
    step.hold = isOneIn(20) ? m_words.holdCount() + 1'000'000 : m_words.holdCount() - 1 - number(span);
    const bool isKnown = *step.hold < m_words.holdCount();
    if (!mayBeAnybodys || isOneIn(2))
        step.user =
            isKnown && !isOneIn(5) ? m_shop.holds[static_cast<size_t>(*step.hold)].user : number(userCount);
}

ProductId HistoryPlayer::productOf(int product) const
{
    return product < productCount ? m_products[static_cast<size_t>(product)]
                                  : ProductId::from(999'999'999).value();
}

// The same customer under each of its names: by id, by a name not known yet, by a text that is its id.
Customer HistoryPlayer::customerOf(int user)
{
    const auto id = m_users[static_cast<size_t>(user)];
    if (!id || isOneIn(4))
        return newcomer(userName(user));
    return isOneIn(4) ? Customer{*id, id->text(), false} : known(*id, userName(user));
}

Command HistoryPlayer::endingOf(const ShopStep &step, const HoldReference &hold,
                                const std::optional<Customer> &owner)
{
    if (step.kind == ShopStep::Kind::Cancel)
        return Cancel{hold, owner, step.byOperator, step.byOperator ? u"a reason"_s : QString()};
    if (step.kind == ShopStep::Kind::Extend)
        return Extend{hold, owner, step.byOperator, step.seconds};
    return CheckOut{hold, owner, step.quantity ? Quantity::from(*step.quantity) : std::nullopt,
                    step.total ? Money::fromMinorUnits(*step.total) : std::nullopt};
}

Command HistoryPlayer::orderOf(const Customer &customer)
{
    const auto cart = readCart(m_database.connection(), customer).value();
    PlaceOrder order{customer, cart ? cart->version : 0, {}};
    for (const auto &line : cart ? cart->lines : std::vector<CartLine>())
        order.lines.push_back({line.product, units(line.quantity)});
    return order;
}

Command HistoryPlayer::commandOf(const ShopStep &step)
{
    const auto owner = step.user ? std::optional(customerOf(*step.user)) : std::nullopt;
    if (step.kind == ShopStep::Kind::Sweep)
        return ExpireDue{};
    if (step.kind == ShopStep::Kind::Restock)
        return Restock{productOf(step.lines.front().first), units(step.lines.front().second), u"more"_s, {}};
    if (step.kind == ShopStep::Kind::PlaceOrder)
        return orderOf(*owner);
    if (step.kind == ShopStep::Kind::BuyNow)
        return BuyNow{*owner, productOf(step.lines.front().first), units(step.lines.front().second),
                      step.sale.transform([](int sale) { return SaleId::from(sale + 1).value(); })};
    if (step.kind == ShopStep::Kind::Reserve) {
        Reserve reserve{*owner, {}};
        for (const auto &[product, quantity] : step.lines)
            reserve.lines.push_back({productOf(product), units(quantity)});
        return reserve;
    }
    if (!step.hold)
        return endingOf(step, HoldByProduct{productOf(step.lines.front().first)}, owner);
    return endingOf(step, HoldById{m_words.hold(*step.hold).value_or(ReservationId::make())}, owner);
}

// While one command's commit is being told, the lane stands at the gate; what is posted meanwhile is its next
// batch.
std::vector<AnyOutcome> HistoryPlayer::sendTogether(std::vector<Command> commands)
{
    m_surroundings.closeGate();
    auto first = post(m_lane, Restock{*m_gate, units(1), u"gate"_s, {}});
    m_surroundings.awaitHeldLane();
    std::vector<std::future<AnyOutcome>> futures;
    for (auto &command : commands)
        std::visit([&](auto &each) { futures.push_back(post(m_lane, std::move(each))); }, command);
    m_surroundings.openGate();
    StockServer::outcomeOf(std::move(first));
    std::vector<AnyOutcome> outcomes;
    for (auto &future : futures)
        outcomes.push_back(StockServer::outcomeOf(std::move(future)));
    return outcomes;
}

std::vector<size_t> HistoryPlayer::servingOrder(const std::vector<Command> &commands)
{
    std::vector<Company> companies;
    for (const auto &command : commands) {
        companies.push_back(std::visit(
            [this]<typename SomeCommand>(const SomeCommand &each) {
                PendingCommand pending{Pending<SomeCommand>{each, nullptr}, {}};
                if constexpr (std::is_same_v<SomeCommand, Reserve>)
                    pending.isFresh = m_fresh.take(each);
                return companyOf(pending);
            },
            command));
    }
    std::vector<size_t> order(commands.size());
    std::iota(order.begin(), order.end(), 0);
    std::ranges::stable_sort(order, {}, [&](size_t index) { return companies[index]; });
    return order;
}

QString HistoryPlayer::playBatch(int count, std::optional<ShopStep::Kind> only)
{
    std::vector<ShopStep> steps;
    std::vector<Command> commands;
    for (int index = 0; index < count; ++index) {
        if (count == 1 && isOneIn(10))
            steps.push_back({.kind = ShopStep::Kind::Sweep});
        else
            steps.push_back(only ? randomStepOf(*only) : randomStep());
        commands.push_back(commandOf(steps.back()));
    }
    const auto order = servingOrder(commands);
    const auto outcomes = sendTogether(std::move(commands));
    learnUsers();
    for (const auto index : order) {
        const auto expected = m_shop.apply(steps[index]);
        const auto found = m_words.say(outcomes[index]);
        if (found != expected)
            return u"command %1 of %2, %3\nexpected: %4\n   found: %5"_s.arg(index).arg(count).arg(
                describe(steps[index]), expected, found);
    }
    return {};
}

void HistoryPlayer::learnUsers()
{
    const auto customers = m_surroundings.customers();
    for (int user = 0; user < userCount; ++user) {
        const auto found = customers.constFind(userName(user));
        if (found == customers.cend())
            continue;
        m_users[static_cast<size_t>(user)] = *found;
        m_words.nameUser(*found, user);
    }
}

void HistoryPlayer::letTimePass()
{
    for (size_t index = 0; index < m_shop.holds.size(); ++index) {
        auto &hold = m_shop.holds[index];
        if (hold.status != ReservationStatus::Active || hold.isPastItsTime || !isOneIn(3))
            continue;
        hold.isPastItsTime = true;
        m_database.exec(u"UPDATE reservations SET created_at = created_at - interval '10 days', "
                        "expires_at = expires_at - interval '10 days' WHERE id = '%1'"_s.arg(
                            m_words.hold(static_cast<int>(index))->text()));
    }
}

void HistoryPlayer::changePhase()
{
    static const std::vector<std::pair<QString, QString>> phases{
        {u"live"_s, u"starts_at = now() - interval '1 day', ends_at = NULL, paused_at = NULL"_s},
        {u"paused"_s, u"starts_at = now() - interval '1 day', ends_at = NULL, paused_at = now()"_s},
        {u"ended"_s,
         u"starts_at = now() - interval '1 day', ends_at = now() - interval '1 hour', paused_at = NULL"_s},
        {u"scheduled"_s, u"starts_at = now() + interval '1 day', ends_at = NULL, paused_at = NULL"_s},
        {u"draft"_s, u"starts_at = NULL, ends_at = NULL, paused_at = NULL"_s},
    };
    const auto &[phase, change] =
        phases[static_cast<size_t>(isOneIn(2) ? 0 : number(static_cast<int>(phases.size())))];
    m_shop.products[1].phase = phase;
    m_database.exec(u"UPDATE sales SET "_s + change);
}

void HistoryPlayer::changePrice()
{
    const int product = number(productCount);
    auto &price = m_shop.products[static_cast<size_t>(product)].price;
    if (!price)
        return;
    price = number(5000);
    m_database.exec(
        u"UPDATE products SET price_minor = %1 WHERE id = %2"_s.arg(*price).arg(productOf(product).text()));
}

QString HistoryPlayer::fillCart()
{
    const int user = number(userCount);
    const int product = number(productCount + 1);
    const int quantity = isOneIn(6) ? 1 + number(30) : 1 + number(3);
    const auto added = addToCart(m_database.connection(), customerOf(user),
                                 {productOf(product), units(quantity)}, Quantity::maximum);
    const auto expected = m_shop.addToCart(user, product, quantity);
    const auto found = codeOf(added.value());
    return found == expected
        ? QString()
        : u"product %1 in a cart\nexpected: %2\n   found: %3"_s.arg(product).arg(expected, found);
}

QString HistoryPlayer::compareTables()
{
    for (int product = 0; product < productCount; ++product) {
        const auto &expected = m_shop.products[static_cast<size_t>(product)];
        const bool isSame = levelOf(m_database, productOf(product)) == expected.level
            && stockVersionOf(m_database, productOf(product)) == expected.version;
        if (!isSame || !expected.level.addsUp())
            return u"the row of product %1 differs"_s.arg(product);
    }
    return auditOf(m_database).join(u'\n');
}

QString HistoryPlayer::describe(const ShopStep &step)
{
    static const QStringList kinds{u"reserve"_s, u"check out"_s, u"cancel"_s,  u"extend"_s,
                                   u"restock"_s, u"sweep"_s,     u"buy now"_s, u"order"_s};
    QString text = kinds[static_cast<int>(step.kind)] + u" by user %1"_s.arg(step.user.value_or(-1));
    for (const auto &[product, quantity] : step.lines)
        text += u" p%1 x%2"_s.arg(product).arg(quantity);
    if (step.hold)
        text += u" #%1"_s.arg(*step.hold);
    if (step.quantity)
        text += u" quantity %1"_s.arg(*step.quantity);
    return text
        + u" total %1 seconds %2%3"_s.arg(step.total.value_or(-1))
              .arg(step.seconds.value_or(-1))
              .arg(step.byOperator ? u" by operator"_s : QString());
}

} // namespace holdfast::test
