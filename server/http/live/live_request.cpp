// SPDX-License-Identifier: GPL-3.0-only
#include "http/live/live_request.h"

#include "accounts/tokens/token_claims.h"
#include "http/field_reader.h"
#include "http/json_text.h"

#include <QJsonDocument>

#include <limits>

namespace holdfast::http {

using namespace Qt::StringLiterals;

namespace {

std::expected<QJsonObject, Refusal> readObject(const QByteArray &text, int depthMax)
{
    // Before parsing: the parser recurses.
    if (jsonDepth(text) > depthMax)
        return std::unexpected(Refusal{
            ErrorCode::MalformedRequest, u"The message nests deeper than %1 levels"_s.arg(depthMax), {}});
    QJsonParseError error;
    const auto document = QJsonDocument::fromJson(text, &error);
    if (error.error != QJsonParseError::NoError || !document.isObject())
        return std::unexpected(
            Refusal{ErrorCode::MalformedRequest, u"The message is not a JSON object"_s, {}});
    return document.object();
}

LiveRequest readAuthenticate(FieldReader &fields)
{
    const auto token = fields.requiredText("token"_L1, 1, token::lengthMax);
    return LiveAuthenticate{token.value_or(QString()).toUtf8()};
}

LiveRequest readSubscribe(FieldReader &fields, const LiveLimits &limits)
{
    const auto products = fields.optionalList<ProductId>("product_ids"_L1, limits.subscribedProductsMax);
    LiveSubscribe subscribe{{}, fields.optionalInteger("since"_L1, 0, std::numeric_limits<qint64>::max())};
    if (products)
        subscribe.products = QSet<ProductId>(products->begin(), products->end());
    return subscribe;
}

LiveRequest readOperation(FieldReader &fields, const LiveLimits &limits)
{
    constexpr int nameLengthMax = 32;
    const auto operation = fields.requiredText("op"_L1, 1, nameLengthMax);
    if (operation == "authenticate"_L1)
        return readAuthenticate(fields);
    if (operation == "subscribe"_L1)
        return readSubscribe(fields, limits);
    if (operation && operation != "ping"_L1)
        fields.fault("op"_L1, u"must be authenticate, subscribe or ping"_s);
    return LivePing();
}

} // namespace

std::expected<LiveRequest, Refusal> readLiveRequest(const QString &text, const LiveLimits &limits)
{
    auto object = readObject(text.toUtf8(), limits.jsonDepthMax);
    if (!object)
        return std::unexpected(std::move(object.error()));
    FieldFaults faults;
    FieldReader fields(membersOf(*object), QString(), faults);
    auto request = readOperation(fields, limits);
    fields.refuseUnread();
    if (auto refusal = faults.refusal())
        return std::unexpected(*std::move(refusal));
    return request;
}

} // namespace holdfast::http
