// SPDX-License-Identifier: GPL-3.0-only
#include "http/endpoints/reserve_request.h"

#include "http/body_reader.h"
#include "http/endpoints/acting_customer.h"
#include "http/endpoints/quantity_field.h"

#include <map>

namespace holdfast::http {

using namespace Qt::StringLiterals;

namespace {

constexpr auto itemsField = "items"_L1;
constexpr auto productField = "product_id"_L1;
constexpr auto quantityField = "quantity"_L1;

using Lines = std::vector<ReserveLine>;

/// Summed by product, in order of id: the order in which the database locks.
Lines linesOf(const std::map<ProductId, qint64> &units)
{
    Lines lines;
    lines.reserve(units.size());
    for (const auto &[product, sum] : units) {
        if (const auto quantity = Quantity::from(sum))
            lines.push_back({product, *quantity});
    }
    return lines;
}

Lines readItems(FieldReader &fields, int unitsMax)
{
    std::map<ProductId, qint64> units;
    qint64 total = 0;
    for (auto &item : fields.requiredObjects(itemsField, Reserve::linesMax)) {
        const auto product = item.required<ProductId>(productField);
        const auto quantity = readQuantity(item, unitsMax);
        if (!product || !quantity)
            continue;
        units[*product] += quantity->units();
        total += quantity->units();
    }
    if (total > unitsMax)
        faultOverMax(fields, itemsField, unitsMax);
    return linesOf(units);
}

Lines readOne(FieldReader &fields, int unitsMax)
{
    const auto product = fields.required<ProductId>(productField);
    const auto quantity = readQuantity(fields, unitsMax);
    return product && quantity ? Lines{{*product, *quantity}} : Lines();
}

/// The parts that all spellings share. `readLines` gives nothing it has not noted as a fault.
template <typename ReadLines>
std::expected<Reserve, Refusal> readCommand(const Call &call, BodyReader::WhenEmpty whenEmpty,
                                            ReadLines readLines)
{
    auto body = BodyReader::open(call.request, whenEmpty);
    if (!body)
        return std::unexpected(std::move(body.error()));
    auto lines = readLines(body->fields(), call.api.settings.purchaseQuantityMax);
    auto customer = requiredCustomer(call, body->fields());
    if (!customer)
        return std::unexpected(std::move(customer.error()));
    if (auto refusal = body->refusal())
        return std::unexpected(*std::move(refusal));
    return Reserve{**std::move(customer), std::move(lines)};
}

std::expected<ReserveRequest, Refusal> asRequest(std::expected<Reserve, Refusal> command, bool isList)
{
    if (!command)
        return std::unexpected(std::move(command.error()));
    return ReserveRequest{*std::move(command), isList};
}

} // namespace

std::expected<ReserveRequest, Refusal> readReserve(const Call &call)
{
    bool isList = false;
    const auto readEither = [&isList](FieldReader &fields, int unitsMax) {
        isList = fields.has(itemsField);
        if (isList && (fields.has(productField) || fields.has(quantityField)))
            fields.fault(itemsField, u"cannot stand beside product_id and quantity"_s);
        return isList ? readItems(fields, unitsMax) : readOne(fields, unitsMax);
    };
    auto command = readCommand(call, BodyReader::WhenEmpty::IsMalformed, readEither);
    return asRequest(std::move(command), isList);
}

std::expected<ReserveRequest, Refusal> readReserveMany(const Call &call)
{
    return asRequest(readCommand(call, BodyReader::WhenEmpty::IsMalformed, readItems), true);
}

std::expected<ReserveRequest, Refusal> readReserveOf(const Call &call, QByteArrayView parameter,
                                                     ErrorCode notFound)
{
    const auto product = call.request.id<ProductId>(parameter, notFound);
    if (!product)
        return std::unexpected(product.error());
    const auto readUnits = [product = *product](FieldReader &fields, int unitsMax) {
        const auto quantity = readQuantity(fields, unitsMax);
        return quantity ? Lines{{product, *quantity}} : Lines();
    };
    return asRequest(readCommand(call, BodyReader::WhenEmpty::IsEmptyObject, readUnits), false);
}

} // namespace holdfast::http
