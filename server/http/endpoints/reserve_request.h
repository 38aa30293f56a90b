// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "domain/command.h"
#include "http/endpoints/endpoint.h"

#include <expected>

namespace holdfast::http {

/// What somebody wants to hold, checked.
struct ReserveRequest
{
    Reserve command;
    /// It was asked for as a list of items, and is answered as one.
    bool isList = false;
};

/// {product_id, quantity=1} or {items: [{product_id, quantity=1}, …]}, and the customer.
std::expected<ReserveRequest, Refusal> readReserve(const Call &call);
/// {items: […]} alone.
std::expected<ReserveRequest, Refusal> readReserveMany(const Call &call);
/// {quantity=1}, or no body, for the product that a segment of the path names.
std::expected<ReserveRequest, Refusal> readReserveOf(const Call &call, QByteArrayView parameter,
                                                     ErrorCode notFound);

} // namespace holdfast::http
