// SPDX-License-Identifier: GPL-3.0-only
#include "http/endpoints/demo.h"

#include "accounts/email_address.h"
#include "http/body_reader.h"

#include <QJsonObject>

namespace holdfast::http {

template <>
struct FieldType<EmailAddress>
{
    static Converted<EmailAddress> fromJson(const QJsonValue &value)
    {
        if (auto address = EmailAddress::from(value.toString()))
            return *std::move(address);
        return std::unexpected(QStringLiteral("must be an email address"));
    }
};

namespace demo {

using namespace Qt::StringLiterals;

namespace {

constexpr int nameLengthMax = 100;

} // namespace

void echo(const Call &call, Reply reply)
{
    auto body = BodyReader::open(call.request);
    if (!body)
        return reply.refuse(std::move(body.error()));
    const auto email = body->fields().required<EmailAddress>("email"_L1);
    const auto name = body->fields().optionalText("name"_L1, 1, nameLengthMax);
    if (auto refusal = body->refusal())
        return reply.refuse(*std::move(refusal));
    QJsonObject said{{u"email"_s, email->text()}};
    if (name)
        said.insert(u"name"_s, *name);
    reply.send(Response::ok(said));
}

} // namespace demo

} // namespace holdfast::http
