// SPDX-License-Identifier: GPL-3.0-only
#include "accounts/api_keys/known_api_keys.h"

#include <mutex>

namespace holdfast {

std::optional<ApiKeyId> KnownApiKeys::find(QByteArrayView credential) const
{
    const auto hash = ApiKeySecret::hashOf(credential);
    if (!hash)
        return std::nullopt;
    const std::shared_lock lock(m_mutex);
    const auto known = m_byHash.constFind(*hash);
    if (known == m_byHash.cend())
        return std::nullopt;
    // Read first: many threads that only read share the line, many that write would fight for it.
    if (!(*known)->isUsed.load(std::memory_order_relaxed))
        (*known)->isUsed.store(true, std::memory_order_relaxed);
    return (*known)->id;
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
