// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "http/field_reader.h"
#include "http/request.h"

#include <memory>

namespace holdfast::http {

/// Turns a JSON body into checked values:
///
///     auto body = BodyReader::open(request);
///     if (!body)
///         return std::unexpected(body.error());
///     const auto product = body->fields().required<ProductId>("product_id"_L1);
///     const auto quantity = body->fields().optional<Quantity>("quantity"_L1);
///     if (const auto refusal = body->refusal())
///         return std::unexpected(*refusal);
///
/// It must not outlive the request.
class BodyReader final
{
public:
    enum class WhenEmpty { IsMalformed, IsEmptyObject };

    /// 415 when the content is not said to be JSON in UTF-8, 400 when it cannot be read as that or nests too
    /// deep, 422 when it is not an object.
    static std::expected<BodyReader, Refusal> open(const Request &request,
                                                   WhenEmpty whenEmpty = WhenEmpty::IsMalformed);

    FieldReader &fields() { return m_parts->fields; }
    /// Every fault noted so far and every field nobody asked for; call it after the last read.
    std::optional<Refusal> refusal();

private:
    struct Parts
    {
        explicit Parts(JsonMembers members)
            : fields(std::move(members), QString(), faults)
        {
        }

        FieldFaults faults;
        FieldReader fields;
    };

    explicit BodyReader(JsonMembers members);

    // Behind a pointer, so that the reader moves and the fields' reference to the faults stays.
    std::unique_ptr<Parts> m_parts;
    bool m_isFinished = false;
};

} // namespace holdfast::http
