// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "domain/ids.h"
#include "domain/instant.h"
#include "domain/money.h"
#include "mail/mime_message.h"

#include <optional>
#include <vector>

namespace holdfast {

struct SmtpSettings;

struct ConfirmedLine
{
    QString product;
    int quantity = 0;
    /// Nothing for a product without a price.
    std::optional<Money> unitPrice;
    Money amount;
};

/// An order as its buyer is told of it.
struct ConfirmedOrder
{
    OrderId id;
    Instant createdAt;
    Money amount;
    QString currency;
    std::vector<ConfirmedLine> lines;
};

/// The mail to the buyer. Made twice it is the same, Message-ID and all, so whoever receives it twice can
/// tell.
MailMessage confirmationOf(const ConfirmedOrder &order, const QString &recipient, const SmtpSettings &sender);

} // namespace holdfast
