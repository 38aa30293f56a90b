// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "tests/server/stock/reference_shop.h"
#include "tests/server/stock/shop_words.h"
#include "tests/server/stock/stock_server.h"

#include <random>

namespace holdfast::test {

/// Plays random steps against a real lane and the reference shop, and compares every answer and every number.
class HistoryPlayer final
{
public:
    static constexpr int productCount = 8;
    static constexpr int userCount = 12;

    /// `settings` is how the lane connects to that database.
    HistoryPlayer(TestDatabase &database, const ConnectionSettings &settings, quint32 seed);

    /// Sends `count` random commands as one batch, all of one kind (Reserve, CheckOut or Cancel) or of any;
    /// the first difference from the shop, or an empty text.
    QString playBatch(int count, std::optional<ShopStep::Kind> only);
    /// A few holds run out, or a sale changes its phase, without any command.
    void letTimePass();
    void changePhase();
    void changePrice();
    /// Somebody puts something into a cart; the difference from the shop, or an empty text.
    QString fillCart();
    /// The numbers in the tables against the shop's; the first difference, or an empty text.
    QString compareTables();

private:
    void addProducts();
    int number(int below);
    bool isOneIn(int chances) { return number(chances) == 0; }
    ShopStep randomStep();
    ShopStep randomStepOf(ShopStep::Kind kind);
    ShopStep randomReserve();
    ShopStep randomCheckOut();
    ShopStep randomCancel(bool byOperator);
    ShopStep randomBuyNow();
    ShopStep randomOrder();
    Command orderOf(const Customer &customer);
    void chooseHold(ShopStep &step, bool mayBeAnybodys);
    void chooseLiveHold(ShopStep &step);
    Command commandOf(const ShopStep &step);
    Command endingOf(const ShopStep &step, const HoldReference &hold, const std::optional<Customer> &owner);
    ProductId productOf(int product) const;
    Customer customerOf(int user);
    /// Places in the batch, in the order in which the lane serves them.
    std::vector<size_t> servingOrder(const std::vector<Command> &commands);
    std::vector<AnyOutcome> sendTogether(std::vector<Command> commands);
    void learnUsers();
    static QString describe(const ShopStep &step);

    TestDatabase &m_database;
    std::mt19937 m_random;
    ReferenceShop m_shop;
    ShopWords m_words;
    std::vector<ProductId> m_products;
    std::vector<std::optional<UserId>> m_users;
    std::optional<ProductId> m_gate;
    TestSurroundings m_surroundings;
    // Sweeps when asked only, so that nothing happens that the shop does not know of.
    DatabaseHistory m_history;
    // Told the same as the lane's.
    FreshRequests m_fresh;
    Lane m_lane;
};

} // namespace holdfast::test
