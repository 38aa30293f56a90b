// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "domain/ids.h"
#include "domain/money.h"
#include "domain/quantity.h"
#include "domain/reservation.h"

#include <QString>
#include <QUuid>

#include <optional>
#include <variant>
#include <vector>

namespace holdfast {

/// The customer a command is for. One that is not known to exist yet is found by its username, or made, in
/// the transaction of the command; the id is then a proposal and the outcome carries the true one.
struct Customer
{
    UserId id;
    QString username;
    bool isKnown = true;
};

/// One product and how much of it.
struct ReserveLine
{
    ProductId product;
    Quantity quantity;
};

/// Hold every line or none. At most linesMax lines, each product once (the sender sums duplicates).
struct Reserve
{
    static constexpr int linesMax = 100;

    Customer customer;
    std::vector<ReserveLine> lines;
};

/// A hold named by its id, or as "the one active hold of this customer on this product".
struct HoldById
{
    ReservationId reservation;
};
struct HoldByProduct
{
    ProductId product;
};
using HoldReference = std::variant<HoldById, HoldByProduct>;

/// Who gave a command with the rights of staff, as its line in the audit log names them. The line is written
/// in the transaction of the command, when that takes effect.
struct StaffAct
{
    /// As auditRoleName() gives it: "admin", "service", "operator".
    QString role;
    /// The user, or the API key of a service; nothing for the operator at the machine.
    std::optional<QUuid> actor = {};
    /// Empty outside of requests.
    QString requestId = {};
};

/// Buy what is held. Without an owner anybody's hold will do (admin, service); with one, somebody else's hold
/// does not exist. HoldByProduct needs an owner.
struct CheckOut
{
    HoldReference hold;
    std::optional<Customer> owner = {};
    /// Must equal what is held, when given.
    std::optional<Quantity> quantity = {};
    /// Must equal price × quantity; taken as it is for a product without a price.
    std::optional<Money> totalAmount = {};
    std::optional<StaffAct> act = {};
};

/// Give a hold back before its time: by its owner, or by an operator who says why.
struct Cancel
{
    HoldReference hold;
    std::optional<Customer> owner = {};
    bool byOperator = false;
    QString reason = {};
    std::optional<StaffAct> act = {};
};

/// Give a hold more time: its owner once and up to the product's cap, an operator as often as needed.
struct Extend
{
    HoldReference hold;
    std::optional<Customer> owner = {};
    bool byOperator = false;
    /// Nothing: the product's cap.
    std::optional<int> seconds = {};
    std::optional<StaffAct> act = {};
};

/// Add units to a product.
struct Restock
{
    ProductId product;
    Quantity quantity;
    QString reason = {};
    std::optional<UserId> actor = {};
    std::optional<StaffAct> act = {};
};

/// Hold and check out at once, as a flash sale sells. The customer's own hold of just so many units is used.
struct BuyNow
{
    Customer customer;
    /// Nothing: the only one of the sale.
    std::optional<ProductId> product;
    Quantity quantity;
    /// The sale the product must be in; nothing: whichever it is in, or the one that is on now.
    std::optional<SaleId> sale = {};
};

/// Buy a customer's whole cart as one order: every line or none, at the prices of when it was put in. The
/// customer's holds are used.
struct PlaceOrder
{
    Customer customer;
    /// Of the cart as it was read: one that has moved since is VERSION_CONFLICT, to be read again.
    qint64 cartVersion = 0;
    /// The cart's, in order of product. None: an empty cart, or the answer kept under an Idempotency-Key.
    std::vector<ReserveLine> lines;
};

/// End holds whose time is over, oldest first, at most `limit` of them.
struct ExpireDue
{
    static constexpr int chunkMax = 5000;

    int limit = chunkMax;
};

using Command = std::variant<Reserve, CheckOut, Cancel, Extend, Restock, ExpireDue, BuyNow, PlaceOrder>;

} // namespace holdfast
