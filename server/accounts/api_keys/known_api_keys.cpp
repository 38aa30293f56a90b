// SPDX-License-Identifier: GPL-3.0-only
#include "accounts/api_keys/known_api_keys.h"

#include <mutex>

namespace holdfast {

std::optional<ApiKeyId> KnownApiKeys::find(QByteArrayView credential) const
{
    const auto fingerprint = fingerprintOf(credential);
    auto known = seen(fingerprint);
    if (!known)
        known = look(credential, fingerprint);
    if (!known)
        return std::nullopt;
    // Read first: many threads that only read share the line, many that write would fight for it.
    if (!known->isUsed.load(std::memory_order_relaxed))
        known->isUsed.store(true, std::memory_order_relaxed);
    return known->id;
}

std::shared_ptr<KnownApiKeys::Known> KnownApiKeys::seen(const Fingerprint &credential) const
{
    const std::shared_lock lock(m_mutex);
    return m_seen.value(credential);
}

std::shared_ptr<KnownApiKeys::Known> KnownApiKeys::look(QByteArrayView credential,
                                                        const Fingerprint &fingerprint) const
{
    const auto hash = ApiKeySecret::hashOf(credential);
    if (!hash)
        return nullptr;
    const std::lock_guard lock(m_mutex);
    auto known = m_byHash.value(*hash);
    if (known)
        m_seen.insert(fingerprint, known);
    return known;
}

void KnownApiKeys::replace(const std::vector<KeptApiKey> &keys)
{
    QHash<QByteArray, std::shared_ptr<Known>> byHash;
    const std::lock_guard lock(m_mutex);
    for (const auto &key : keys) {
        const auto known = m_byHash.value(key.hash);
        byHash.insert(key.hash, known ? known : std::make_shared<Known>(key.id));
    }
    m_byHash.swap(byHash);
    m_seen.clear();
}

std::vector<ApiKeyId> KnownApiKeys::takeUsed()
{
    std::vector<ApiKeyId> used;
    const std::shared_lock lock(m_mutex);
    for (const auto &known : m_byHash) {
        if (known->isUsed.exchange(false, std::memory_order_relaxed))
            used.push_back(known->id);
    }
    return used;
}

} // namespace holdfast
