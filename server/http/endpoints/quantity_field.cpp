// SPDX-License-Identifier: GPL-3.0-only
#include "http/endpoints/quantity_field.h"

namespace holdfast::http {

using namespace Qt::StringLiterals;

namespace {

constexpr auto quantityField = "quantity"_L1;

} // namespace

std::optional<Quantity> readQuantity(FieldReader &fields, int unitsMax)
{
    return fields.has(quantityField) ? readStatedQuantity(fields, unitsMax) : Quantity::from(1);
}

std::optional<Quantity> readStatedQuantity(FieldReader &fields, int unitsMax)
{
    const auto quantity = fields.optional<Quantity>(quantityField);
    if (quantity && quantity->units() > unitsMax)
        faultOverMax(fields, quantityField, unitsMax);
    return quantity;
}

void faultOverMax(FieldReader &fields, QLatin1StringView name, int unitsMax)
{
    fields.fault(name, u"must not ask for more than %1 units"_s.arg(unitsMax));
}

} // namespace holdfast::http
