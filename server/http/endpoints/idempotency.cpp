// SPDX-License-Identifier: GPL-3.0-only
#include "http/endpoints/idempotency.h"

#include "accounts/secrets/sodium.h"
#include "http/field_faults.h"

#include <QVarLengthArray>
#include <QtEndian>

#include <algorithm>

namespace holdfast::http {

using namespace Qt::StringLiterals;

namespace {

/// Parts with their lengths before them: no two lists of parts read alike.
class Parts final
{
public:
    Parts &add(QByteArrayView part)
    {
        const quint32 length = qToBigEndian(static_cast<quint32>(part.size()));
        m_bytes.append(reinterpret_cast<const char *>(&length), sizeof length);
        m_bytes.append(part.data(), part.size());
        return *this;
    }

    QByteArrayView bytes() const { return {m_bytes.data(), m_bytes.size()}; }

private:
    // Room for what is usual.
    QVarLengthArray<char, 256> m_bytes;
};

bool isWrite(Method method)
{
    return method != Method::Get && method != Method::Head && method != Method::Options;
}

/// Null when it is malformed.
QByteArrayView unquoted(QByteArrayView field)
{
    if (field.startsWith('"')) {
        if (field.size() < 2 || !field.endsWith('"'))
            return {};
        field = field.sliced(1).chopped(1);
    }
    const bool isPrintable =
        std::ranges::all_of(field, [](char character) { return character >= ' ' && character <= '~'; });
    return isPrintable && !field.isEmpty() && field.size() <= idempotencyKeyLengthMax ? field
                                                                                      : QByteArrayView();
}

/// The first 128 bits of BLAKE2b.
ShortCode scopeOf(const Request &request, const Actor &actor, QByteArrayView key)
{
    const char role = static_cast<char>(actor.role);
    Parts parts;
    parts.add(QByteArrayView(&role, 1)).add(actor.user ? actor.user->uuid().toRfc4122() : QByteArray());
    parts.add(request.header(KnownField::XUserId));
    parts.add(methodName(request.method())).add(request.route().pattern).add(key);
    ShortCode scope;
    std::ranges::copy_n(digest(parts.bytes()).begin(), scope.size(), scope.begin());
    return scope;
}

// Two requests of one scope that forge the same code deceive nobody but who sends them, so it need be no
// digest.
ShortCode requestCode(const Request &request, const ShortCode &scope)
{
    Parts parts;
    for (const auto parameter : request.parameters())
        parts.add(parameter);
    return shortCode(parts.add(request.query()).add(request.body()).bytes(), scope);
}

} // namespace

std::expected<std::optional<IdempotencyKey>, Refusal> idempotencyKeyOf(const Request &request,
                                                                       const Actor &actor)
{
    const auto field = request.header(KnownField::IdempotencyKey);
    if (field.isNull() || !isWrite(request.method()))
        return std::nullopt;
    const auto key = unquoted(field);
    if (key.isNull()) {
        FieldFaults faults;
        faults.add(u"Idempotency-Key"_s, u"must be 1 to 128 printable ASCII characters"_s);
        return std::unexpected(*faults.refusal());
    }
    const auto scope = scopeOf(request, actor, key);
    return IdempotencyKey{QUuid::fromRfc4122(scope), QUuid::fromRfc4122(requestCode(request, scope))};
}

} // namespace holdfast::http
