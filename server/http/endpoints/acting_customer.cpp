// SPDX-License-Identifier: GPL-3.0-only
#include "http/endpoints/acting_customer.h"

#include "accounts/username.h"
#include "http/endpoints/audit_note.h"

#include <QUtf8StringView>

namespace holdfast::http {

namespace {

const QString notANameMessage =
    QStringLiteral("must be a username or an id: 1 to %1 printable characters").arg(usernameLengthMax);

} // namespace

/// A customer's name as a body gives it: text, or an integer for those who number their customers.
struct CustomerName
{
    QString text;
};

template <>
struct FieldType<CustomerName>
{
    static Converted<CustomerName> fromJson(const QJsonValue &value)
    {
        const auto number = numberIdFromJson(value);
        const QString text = number && value.isDouble() ? QString::number(*number) : value.toString();
        if (canNameCustomer(text))
            return CustomerName{text};
        return std::unexpected(notANameMessage);
    }
};

using namespace Qt::StringLiterals;

namespace {

constexpr auto userId = "user_id"_L1;
const auto missingMessage = u"is required: name the customer here or in X-User-Id"_s;

std::optional<QString> decodedName(QByteArrayView bytes)
{
    if (!QUtf8StringView(bytes).isValidUtf8())
        return std::nullopt;
    const auto text = QString::fromUtf8(bytes);
    return canNameCustomer(text) ? std::optional(text) : std::nullopt;
}

std::expected<std::optional<Customer>, Refusal> namedInHeader(const Call &call)
{
    const auto bytes = call.request.header(KnownField::XUserId);
    if (bytes.isNull())
        return std::nullopt;
    if (const auto name = decodedName(bytes))
        return call.api.customers.find(*name);
    return std::unexpected(Refusal::of(ErrorCode::InvalidXUserId));
}

// Two customers that are not known have proposed ids, which say nothing.
bool isSame(const Customer &one, const Customer &other)
{
    return one.id == other.id || one.username == other.username;
}

/// Who is acted for, when `named` is named.
std::expected<std::optional<Customer>, Refusal> actedFor(const Call &call, std::optional<Customer> named)
{
    if (call.actor.role != Role::Customer)
        return named;
    const auto own = call.api.customers.find(call.actor.user.value().text());
    if (named && !isSame(*named, own)) {
        noteRefusal(call.api, call.request, call.identity, ErrorCode::Forbidden);
        return std::unexpected(Refusal::of(ErrorCode::Forbidden));
    }
    return own;
}

/// Whom the header names, and the rest of the request: both only when they agree.
template <typename Fault>
std::expected<std::optional<Customer>, Refusal> namedTwice(const Call &call,
                                                           const std::optional<QString> &name, Fault fault)
{
    auto inHeader = namedInHeader(call);
    if (!inHeader)
        return inHeader;
    if (!name)
        return actedFor(call, *std::move(inHeader));
    auto inRequest = call.api.customers.find(*name);
    if (*inHeader && !isSame(**inHeader, inRequest))
        fault(u"names somebody else than X-User-Id"_s);
    return actedFor(call, std::move(inRequest));
}

} // namespace

std::expected<std::optional<Customer>, Refusal> optionalCustomer(const Call &call, FieldReader &fields)
{
    const auto name = fields.optional<CustomerName>(userId);
    return namedTwice(call, name ? std::optional(name->text) : std::nullopt,
                      [&fields](const QString &message) { fields.fault(userId, message); });
}

std::expected<std::optional<Customer>, Refusal> optionalCustomer(const Call &call, QueryReader &query)
{
    auto name = query.optionalText(userId, usernameLengthMax);
    const auto fault = [&query](const QString &message) { query.fault(userId, message); };
    if (name && !canNameCustomer(*name)) {
        fault(notANameMessage);
        name.reset();
    }
    return namedTwice(call, name, fault);
}

std::expected<std::optional<Customer>, Refusal> requiredCustomer(const Call &call, FieldReader &fields)
{
    auto customer = optionalCustomer(call, fields);
    const bool isMissing = customer && !*customer;
    if (isMissing && !fields.has(userId))
        fields.fault(userId, missingMessage);
    return customer;
}

std::expected<std::optional<Customer>, Refusal> requiredCustomer(const Call &call, QueryReader &query)
{
    auto customer = optionalCustomer(call, query);
    const bool isMissing = customer && !*customer;
    if (isMissing && !query.has(userId))
        query.fault(userId, missingMessage);
    return customer;
}

std::expected<std::optional<Customer>, Refusal> customerInHeader(const Call &call)
{
    auto named = namedInHeader(call);
    return named ? actedFor(call, *std::move(named)) : named;
}

std::expected<Customer, Refusal> customerInPath(const Call &call, QByteArrayView parameter,
                                                ErrorCode notFound)
{
    const auto acting = customerInHeader(call);
    if (!acting)
        return std::unexpected(acting.error());
    const auto name = decodedName(call.request.parameter(parameter));
    if (!name)
        return std::unexpected(Refusal::of(notFound));
    auto named = call.api.customers.find(*name);
    if (*acting && !isSame(**acting, named))
        return std::unexpected(Refusal::of(notFound));
    return named;
}

} // namespace holdfast::http
