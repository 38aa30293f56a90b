// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "domain/product.h"
#include "domain/reservation.h"

#include <QString>

#include <map>
#include <optional>
#include <utility>
#include <vector>

namespace holdfast::test {

/// One command as the reference shop takes it: users, products and holds are numbers, in the order of their
/// making.
struct ShopStep
{
    enum class Kind { Reserve, CheckOut, Cancel, Extend, Restock, Sweep, BuyNow, PlaceOrder };

    Kind kind = Kind::Reserve;
    /// Who acts; nobody: anybody's hold will do.
    std::optional<int> user = {};
    /// Products and units; products past the last one do not exist.
    std::vector<std::pair<int, int>> lines = {};
    /// The hold by number (past the last: unknown), or the user's on lines[0].
    std::optional<int> hold = {};
    std::optional<int> quantity = {};
    std::optional<qint64> total = {};
    bool byOperator = false;
    std::optional<int> seconds = {};
    /// The sale that BuyNow names; one past the last does not exist.
    std::optional<int> sale = {};
    /// Of the cart that PlaceOrder has read.
    int cartVersion = 0;
};

/// The rules of design.md once more, as plainly as they can be said: one thread, no database, no batches, no
/// clock (time passes when told). What Holdfast answers is held against it.
class ReferenceShop final
{
public:
    struct Product
    {
        StockLevel level;
        qint64 version = 1;
        std::optional<qint64> price;
        std::optional<int> perUserLimit;
        int holdSeconds = 600;
        int extensionSeconds = 600;
        QString phase = QStringLiteral("live");
        bool isArchived = false;
        std::optional<int> sale = {};
    };
    struct Hold
    {
        int product = 0;
        int user = 0;
        int quantity = 0;
        ReservationStatus status = ReservationStatus::Active;
        int seconds = 0;
        int extensions = 0;
        bool isPastItsTime = false;
    };

    struct CartLine
    {
        int quantity = 0;
        std::optional<qint64> price;
    };
    struct Cart
    {
        int version = 0;
        std::map<int, CartLine> lines;
    };

    std::vector<Product> products;
    std::vector<Hold> holds;
    std::map<int, Cart> carts;
    int saleCount = 0;

    /// What the command comes to, in words.
    QString apply(const ShopStep &step);
    /// "done", or why not.
    QString addToCart(int user, int product, int quantity);

private:
    Product *find(int product);
    Hold *liveHold(int user, int product);
    int bought(int user, int product) const;
    QString reserve(const ShopStep &step);
    QString refusalOf(int user, int product, int quantity);
    QString checkOut(const ShopStep &step);
    QString cancel(const ShopStep &step);
    QString extend(const ShopStep &step);
    QString restock(const ShopStep &step);
    QString sweep();
    QString buyNow(const ShopStep &step);
    QString buyNowRefusal(const ShopStep &step);
    QString placeOrder(const ShopStep &step);
    QString orderLineRefusal(int user, int product, const CartLine &line);
    QString buyLine(int user, int product, int quantity);
    QString phaseRefusal(const Product &product) const;
    QString unitsRefusal(int user, int product, int wanted, int quantity);
    void makeRoom(int user, int product, int quantity);
    void expire(Hold &hold);
    /// The hold a step names when it is live, or why not.
    std::pair<Hold *, QString> holdOf(const ShopStep &step, const QString &missingByProduct);
    QString stockText(int product) const;
    QString holdText(const Hold &hold) const;
};

} // namespace holdfast::test
