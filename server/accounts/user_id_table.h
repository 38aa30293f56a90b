// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "accounts/secrets/sodium.h"
#include "domain/ids.h"

#include <optional>
#include <vector>

namespace holdfast {

/// User ids by fingerprint, side by side: looking one up among a hundred thousand waits for memory once,
/// where a QHash does three times. It only grows.
class UserIdTable final
{
public:
    std::optional<UserId> find(const Fingerprint &key) const;
    /// In place of the one that is there, if any.
    void insert(const Fingerprint &key, const UserId &id);

private:
    struct Place
    {
        /// All zero: free. No text has that one, as far as anybody will ever see.
        Fingerprint key;
        QUuid id;
    };

    /// Where the key is, or would be. There is a free place.
    size_t placeOf(const Fingerprint &key) const;
    void grow();

    std::vector<Place> m_places; // as many as a power of two, or none
    size_t m_taken = 0;
};

} // namespace holdfast
