// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "domain/ids.h"

#include <optional>

namespace holdfast {

/// What somebody may do. An admin may do all that a service may, and manages.
enum class Role { Nobody, Customer, Service, Admin };

/// Whoever sent a request, as far as its credentials prove it.
struct Actor
{
    Role role = Role::Nobody;
    /// Always set for a customer, who acts as itself; nothing for whoever has no account of its own.
    std::optional<UserId> user;

    /// May act for any customer.
    bool isStaff() const { return role == Role::Service || role == Role::Admin; }
};

} // namespace holdfast
