// SPDX-License-Identifier: GPL-3.0-only
#include "accounts/passwords/password_hasher.h"

#include "accounts/secrets/sodium.h"

#include <QtGlobal>

#include <sodium.h>

namespace holdfast {

namespace {

size_t memoryBytes(const PasswordCost &cost)
{
    return static_cast<size_t>(cost.memoryKib) * 1024;
}

} // namespace

PasswordHasher::PasswordHasher(PasswordCost cost)
    : m_cost(cost)
    , m_nobodys(hashText(randomBytes(digestLength)).value_or(QByteArray()))
{
    if (m_nobodys.isEmpty())
        qFatal("A password hash cannot be made: not enough memory");
}

std::optional<QByteArray> PasswordHasher::hash(const Password &password) const
{
    return hashText(password.text().toUtf8());
}

std::optional<QByteArray> PasswordHasher::hashText(const QByteArray &password) const
{
    requireSodium();
    QByteArray kept(crypto_pwhash_STRBYTES, '\0');
    const int failed = crypto_pwhash_str_alg(
        kept.data(), password.constData(), static_cast<quint64>(password.size()),
        static_cast<quint64>(m_cost.passes), memoryBytes(m_cost), crypto_pwhash_ALG_ARGON2ID13);
    if (failed)
        return std::nullopt;
    kept.truncate(qstrlen(kept.constData()));
    return kept;
}

bool PasswordHasher::verify(const std::optional<QByteArray> &kept, const QString &password) const
{
    const QByteArray text = password.toUtf8();
    const QByteArray &compared = kept ? *kept : m_nobodys;
    const bool isSame =
        crypto_pwhash_str_verify(compared.constData(), text.constData(), static_cast<quint64>(text.size()))
        == 0;
    return kept && isSame;
}

bool PasswordHasher::needsRehash(const QByteArray &kept) const
{
    return crypto_pwhash_str_needs_rehash(kept.constData(), static_cast<quint64>(m_cost.passes),
                                          memoryBytes(m_cost))
        != 0;
}

} // namespace holdfast
