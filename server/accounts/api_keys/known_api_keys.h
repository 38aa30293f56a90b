// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "accounts/api_keys/api_key.h"
#include "accounts/secrets/sodium.h"

#include <QHash>

#include <atomic>
#include <memory>
#include <shared_mutex>
#include <vector>

namespace holdfast {

/// A key in force, as it is kept.
struct KeptApiKey
{
    ApiKeyId id;
    QByteArray hash;
};

/// The API keys in force, so that checking one takes no database; CredentialWatch keeps them fresh. Any
/// thread.
class KnownApiKeys final
{
public:
    KnownApiKeys() = default;
    Q_DISABLE_COPY_MOVE(KnownApiKeys)

    /// The key that a credential is, if it is in force; remembers that it was used.
    std::optional<ApiKeyId> find(QByteArrayView credential) const;

    /// These and no others are in force.
    void replace(const std::vector<KeptApiKey> &keys);
    /// Those used since the last call.
    std::vector<ApiKeyId> takeUsed();

private:
    struct Known
    {
        explicit Known(const ApiKeyId &key)
            : id(key)
        {
        }

        const ApiKeyId id;
        std::atomic<bool> isUsed = false;
    };

    std::shared_ptr<Known> seen(const Fingerprint &credential) const;
    std::shared_ptr<Known> look(QByteArrayView credential, const Fingerprint &fingerprint) const;

    mutable std::shared_mutex m_mutex;
    // Both guarded by m_mutex.
    QHash<QByteArray, std::shared_ptr<Known>> m_byHash;
    /// Those that were found since the last replace(), by what is faster to make than their hash.
    mutable QHash<Fingerprint, std::shared_ptr<Known>> m_seen;
};

} // namespace holdfast
