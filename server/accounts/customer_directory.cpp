// SPDX-License-Identifier: GPL-3.0-only
#include "accounts/customer_directory.h"

#include <mutex>
#include <utility>

namespace holdfast {

namespace {

template <typename Key, typename Value>
const Value *valueOf(const QHash<Key, Value> &hash, const Key &key)
{
    const auto entry = hash.constFind(key);
    return entry == hash.cend() ? nullptr : &entry.value();
}

Fingerprint fingerprintOf(const QString &name)
{
    return holdfast::fingerprintOf({reinterpret_cast<const char *>(name.constData()),
                                    name.size() * static_cast<qsizetype>(sizeof(QChar))});
}

std::optional<UserId> idIn(const QString &name)
{
    const auto uuid = parseUuid(name);
    return uuid ? UserId::from(*uuid) : std::nullopt;
}

} // namespace

CustomerDirectory::CustomerDirectory(qsizetype kept)
    : m_kept(kept)
{
}

Customer CustomerDirectory::find(const QString &name) const
{
    if (const auto named = idIn(name)) {
        const std::shared_lock lock(m_mutex);
        const auto *username = nameOf(*named);
        return {*named, username ? *username : named->text(), username != nullptr};
    }
    const auto fingerprint = fingerprintOf(name);
    const std::shared_lock lock(m_mutex);
    if (const auto id = idOf(fingerprint))
        return {*id, name, true};
    return {UserId::make(), name, false};
}

void CustomerDirectory::learn(const QHash<QString, UserId> &customers)
{
    const std::lock_guard lock(m_mutex);
    for (const auto &[username, id] : customers.asKeyValueRange())
        keep(username, id);
}

void CustomerDirectory::learn(const QString &username, const UserId &id)
{
    const std::lock_guard lock(m_mutex);
    keep(username, id);
}

void CustomerDirectory::keep(const QString &username, const UserId &id)
{
    if (m_young.names.size() >= m_kept)
        m_old = std::exchange(m_young, {});
    if (!idIn(username)) {
        m_young.ids.insert(fingerprintOf(username), id);
        m_young.names.insert(id, username);
    } else if (!nameOf(id)) {
        // Somebody was named by the id: it exists, whatever it is called.
        m_young.names.insert(id, username);
    }
}

const QString *CustomerDirectory::nameOf(const UserId &id) const
{
    const auto *young = valueOf(m_young.names, id);
    return young ? young : valueOf(m_old.names, id);
}

std::optional<UserId> CustomerDirectory::idOf(const Fingerprint &username) const
{
    const auto young = m_young.ids.find(username);
    return young ? young : m_old.ids.find(username);
}

} // namespace holdfast
