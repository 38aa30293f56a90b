// SPDX-License-Identifier: GPL-3.0-only
#include "accounts/tokens/token_verifier.h"

#include "accounts/secrets/base64_url.h"
#include "accounts/secrets/sodium.h"
#include "accounts/tokens/flat_json.h"

#include <array>
#include <cmath>

namespace holdfast {

using namespace Qt::StringLiterals;

namespace {

/// A token as it was sent: each part still encoded.
struct Parts
{
    QByteArrayView header;
    QByteArrayView payload;
    QByteArrayView signature;
    /// Header, dot, payload.
    QByteArrayView signedPart;
};

std::optional<Parts> partsOf(QByteArrayView text)
{
    const auto first = text.indexOf('.');
    const auto last = text.lastIndexOf('.');
    if (first < 0 || last == first)
        return std::nullopt;
    // A further dot ends up in the payload, where base64url refuses it.
    return Parts{text.first(first), text.sliced(first + 1, last - first - 1), text.sliced(last + 1),
                 text.first(last)};
}

std::optional<FlatJson> decodedJson(QByteArrayView part)
{
    const auto bytes = fromBase64Url(part);
    return bytes ? readFlatJson(*bytes) : std::nullopt;
}

template <typename T>
std::optional<T> member(const FlatJson &object, const QString &name)
{
    const auto found = object.constFind(name);
    if (found == object.cend() || !std::holds_alternative<T>(*found))
        return std::nullopt;
    return std::get<T>(*found);
}

// A whole number, far enough from where doubles begin to skip some.
std::optional<qint64> wholeNumber(const FlatJson &object, const QString &name)
{
    constexpr double most = 1e15 * 9;
    const auto number = member<double>(object, name);
    if (!number || !(*number >= 0 && *number <= most) || std::floor(*number) != *number)
        return std::nullopt;
    return static_cast<qint64>(*number);
}

std::optional<Instant> moment(const FlatJson &object, const QString &name)
{
    constexpr qint64 secondsMax = 9'000'000'000; // the year 2255
    const auto seconds = wholeNumber(object, name);
    if (!seconds || *seconds > secondsMax)
        return std::nullopt;
    return Instant(std::chrono::seconds(*seconds));
}

std::optional<Instant> issuedAtIn(const FlatJson &payload)
{
    const auto second = moment(payload, u"iat"_s);
    const auto microseconds = wholeNumber(payload, u"iat_us"_s);
    if (!second || !microseconds)
        return std::nullopt;
    const Instant exactly = instantFromMicroseconds(*microseconds);
    return std::chrono::floor<std::chrono::seconds>(exactly) == *second ? std::optional(exactly)
                                                                        : std::nullopt;
}

std::optional<QUuid> uuid(const FlatJson &object, const QString &name)
{
    const auto text = member<QString>(object, name);
    const auto id = text ? parseUuid(*text) : std::nullopt;
    return id && !id->isNull() ? id : std::nullopt;
}

std::optional<TokenClaims> claimsIn(const FlatJson &payload)
{
    const auto subject = uuid(payload, u"sub"_s);
    const auto id = uuid(payload, u"jti"_s);
    const auto issuedAt = issuedAtIn(payload);
    const auto expiresAt = moment(payload, u"exp"_s);
    if (!subject || !id || !issuedAt || !expiresAt)
        return std::nullopt;
    const bool isReasonable = *expiresAt > *issuedAt && *expiresAt - *issuedAt <= token::lifetimeMax;
    return isReasonable ? std::optional(TokenClaims{*UserId::from(*subject), *id, *issuedAt, *expiresAt})
                        : std::nullopt;
}

std::expected<TokenClaims, TokenFault> judge(const FlatJson &payload, Instant now)
{
    const auto claims = claimsIn(payload);
    const auto notBefore = moment(payload, u"nbf"_s);
    const auto issuer = member<QString>(payload, u"iss"_s);
    const auto audience = member<QString>(payload, u"aud"_s);
    if (!claims || !notBefore || !issuer || !audience)
        return std::unexpected(TokenFault::BadClaims);
    if (*issuer != token::issuer)
        return std::unexpected(TokenFault::ForeignIssuer);
    if (*audience != token::audience)
        return std::unexpected(TokenFault::ForeignAudience);
    if (std::max(*notBefore, claims->issuedAt) > now + token::leeway)
        return std::unexpected(TokenFault::NotYetValid);
    if (claims->expiresAt <= now - token::leeway)
        return std::unexpected(TokenFault::Expired);
    return *claims;
}

} // namespace

QLatin1StringView faultName(TokenFault fault)
{
    static constexpr std::array<QLatin1StringView, 10> names{
        "too long"_L1,   "malformed"_L1,      "foreign header"_L1,   "unknown key"_L1,   "wrong signature"_L1,
        "bad claims"_L1, "foreign issuer"_L1, "foreign audience"_L1, "not yet valid"_L1, "expired"_L1,
    };
    return names.at(static_cast<size_t>(fault));
}

Refusal refusalFor(TokenFault fault)
{
    return Refusal::of(fault == TokenFault::Expired ? ErrorCode::TokenExpired : ErrorCode::TokenInvalid);
}

std::expected<TokenClaims, TokenFault> TokenVerifier::verify(QByteArrayView text, Instant now) const
{
    if (text.size() > token::lengthMax)
        return std::unexpected(TokenFault::TooLong);
    const auto parts = partsOf(text);
    if (!parts)
        return std::unexpected(TokenFault::Malformed);
    const auto key = keyFor(parts->header);
    if (!key)
        return std::unexpected(key.error());
    const auto signature = fromBase64Url(parts->signature);
    if (!signature)
        return std::unexpected(TokenFault::Malformed);
    if (!equalInConstantTime(*signature, hmacSha256((*key)->secret, parts->signedPart)))
        return std::unexpected(TokenFault::WrongSignature);

    const auto payload = decodedJson(parts->payload);
    return payload ? judge(*payload, now) : std::unexpected(TokenFault::BadClaims);
}

std::expected<const TokenKey *, TokenFault> TokenVerifier::keyFor(QByteArrayView header) const
{
    const auto bytes = fromBase64Url(header);
    if (!bytes)
        return std::unexpected(TokenFault::Malformed);
    const auto members = readFlatJson(*bytes);
    const auto id = members ? member<QString>(*members, u"kid"_s) : std::nullopt;
    // Exactly these three: no crit, jwk, jku or zip that somebody might one day believe.
    if (!id || members->size() != 3 || member<QString>(*members, u"alg"_s) != u"HS256"_s
        || member<QString>(*members, u"typ"_s) != u"JWT"_s)
        return std::unexpected(TokenFault::ForeignHeader);
    const auto *key = m_keys.find(id->toUtf8());
    if (!key)
        return std::unexpected(TokenFault::UnknownKey);
    return key;
}

} // namespace holdfast
