// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "domain/quantity.h"
#include "http/field_reader.h"

#include <optional>

namespace holdfast::http {

// How many units somebody asks for, at most `unitsMax` (ApiSettings::purchaseQuantityMax). What is wrong with
// it is noted in the fields.

/// One unit unless the body says; nothing with a fault noted.
std::optional<Quantity> readQuantity(FieldReader &fields, int unitsMax);
/// Nothing also when the body does not say.
std::optional<Quantity> readStatedQuantity(FieldReader &fields, int unitsMax);
/// Notes that the field `name` asks for more.
void faultOverMax(FieldReader &fields, QLatin1StringView name, int unitsMax);

} // namespace holdfast::http
