// SPDX-License-Identifier: GPL-3.0-only
#include "accounts/user_id_table.h"

#include <algorithm>
#include <utility>

namespace holdfast {

namespace {

constexpr size_t placesMin = 64;
constexpr Fingerprint freeKey{};

} // namespace

std::optional<UserId> UserIdTable::find(const Fingerprint &key) const
{
    if (m_places.empty())
        return std::nullopt;
    const auto &place = m_places[placeOf(key)];
    return place.key == key ? UserId::from(place.id) : std::nullopt;
}

void UserIdTable::insert(const Fingerprint &key, const UserId &id)
{
    // At three quarters full a search still ends after two or three places.
    if (4 * (m_taken + 1) > 3 * m_places.size())
        grow();
    auto &place = m_places[placeOf(key)];
    m_taken += place.key == freeKey ? 1 : 0;
    place = {key, id.uuid()};
}

size_t UserIdTable::placeOf(const Fingerprint &key) const
{
    const size_t mask = m_places.size() - 1;
    size_t index = key.low & mask;
    while (!(m_places[index].key == key) && !(m_places[index].key == freeKey))
        index = (index + 1) & mask;
    return index;
}

void UserIdTable::grow()
{
    const auto before = std::exchange(m_places, std::vector<Place>(std::max(placesMin, 2 * m_places.size())));
    for (const auto &place : before) {
        if (!(place.key == freeKey))
            m_places[placeOf(place.key)] = place;
    }
}

} // namespace holdfast
