// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "domain/order.h"
#include "sample_shop.h"

namespace holdfast::test {

/// A sale that began an hour ago and ends in an hour.
Sale plainSale(qint64 id, const QString &name, Instant now);

/// One sale in every phase: 1 live, 2 paused, 3 scheduled, 4 draft, 5 ended, 6 cancelled.
std::vector<Sale> salesInEveryPhase(Instant now);

/// These products of the shop, `count` from `first` on, as members of the sale.
std::vector<Product> membersOf(SaleId sale, const SampleShop &shop, size_t first, size_t count);

/// The same hold with its clock stopped at that moment; without an end nothing would end it.
Reservation frozenAt(Instant now, Reservation hold, std::optional<Instant> saleEnd);

/// So many orders of one to three lines, newest first, a minute apart from `newest` on.
QList<Order> sampleOrders(int count, Instant newest, int firstNumber = 0);

} // namespace holdfast::test
