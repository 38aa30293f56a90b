// SPDX-License-Identifier: GPL-3.0-only
#include "accounts/tokens/token_issuer.h"

#include "accounts/secrets/base64_url.h"
#include "accounts/secrets/sodium.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace holdfast {

using namespace Qt::StringLiterals;

namespace {

QByteArray encoded(const QJsonObject &object)
{
    return toBase64Url(QJsonDocument(object).toJson(QJsonDocument::Compact));
}

qint64 secondsOf(Instant instant)
{
    return std::chrono::floor<std::chrono::seconds>(instant).time_since_epoch().count();
}

QJsonObject header(const TokenKey &key)
{
    return {{u"alg"_s, u"HS256"_s}, {u"typ"_s, u"JWT"_s}, {u"kid"_s, QString::fromLatin1(key.id)}};
}

QJsonObject payload(const TokenClaims &claims)
{
    return {{u"iss"_s, token::issuer},
            {u"aud"_s, token::audience},
            {u"sub"_s, claims.subject.text()},
            {u"jti"_s, claims.id.toString(QUuid::WithoutBraces)},
            {u"iat"_s, secondsOf(claims.issuedAt)},
            {u"iat_us"_s, toMicroseconds(claims.issuedAt)},
            {u"nbf"_s, secondsOf(claims.issuedAt)},
            {u"exp"_s, secondsOf(claims.expiresAt)}};
}

} // namespace

TokenIssuer::TokenIssuer(const TokenKeys &keys, std::chrono::seconds lifetime)
    : m_keys(keys)
    , m_lifetime(lifetime)
{
    Q_ASSERT(lifetime > std::chrono::seconds::zero() && lifetime <= token::lifetimeMax);
}

IssuedToken TokenIssuer::issue(const UserId &subject, Instant now) const
{
    const auto &key = m_keys.current();
    const Instant expiresAt = std::chrono::floor<std::chrono::seconds>(now) + m_lifetime;
    const TokenClaims claims{subject, makeUuid7(), now, expiresAt};
    const QByteArray signedPart = encoded(header(key)) + '.' + encoded(payload(claims));
    const QByteArray text = signedPart + '.' + toBase64Url(hmacSha256(key.secret, signedPart));
    return {text, claims};
}

} // namespace holdfast
