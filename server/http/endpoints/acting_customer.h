// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "domain/command.h"
#include "http/endpoints/endpoint.h"
#include "http/field_reader.h"
#include "http/query_reader.h"

namespace holdfast::http {

// Whom a request acts for. A customer acts as itself, and naming somebody else is FORBIDDEN. A service or an
// admin names the customer: in X-User-Id (INVALID_X_USER_ID when it cannot be a name) or in user_id, which
// stands in the body, or in the query of a request without one. A name is a username or an id; one that is
// not known becomes a customer with the first command for it.

/// Nothing when nobody is named. Reads user_id; what is wrong with it is noted in the fields.
std::expected<std::optional<Customer>, Refusal> optionalCustomer(const Call &call, FieldReader &fields);

/// As optionalCustomer; nobody named is a fault of the fields.
std::expected<std::optional<Customer>, Refusal> requiredCustomer(const Call &call, FieldReader &fields);

// As those, of the query.
std::expected<std::optional<Customer>, Refusal> optionalCustomer(const Call &call, QueryReader &query);
std::expected<std::optional<Customer>, Refusal> requiredCustomer(const Call &call, QueryReader &query);

/// By the header alone, for requests that name a resource of the customer's in their path.
std::expected<std::optional<Customer>, Refusal> customerInHeader(const Call &call);

/// A segment of the path that names a customer, as somebody who must be the one acted for: a stranger's name,
/// and one that cannot be a name, is `notFound`.
std::expected<Customer, Refusal> customerInPath(const Call &call, QByteArrayView parameter,
                                                ErrorCode notFound);

} // namespace holdfast::http
