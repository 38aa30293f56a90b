// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "accounts/user_id_table.h"
#include "domain/command.h"

#include <QHash>
#include <QString>

#include <shared_mutex>

namespace holdfast {

/// Customers that are known to exist, so that naming one does not take the database. Forgetting is harmless:
/// whoever is not known is found or made in the transaction of the command. Any thread.
class CustomerDirectory final
{
public:
    /// At least so many of the customers learnt last are kept, at most twice as many.
    static constexpr qsizetype keptMin = 100'000;

    explicit CustomerDirectory(qsizetype kept = keptMin);
    Q_DISABLE_COPY_MOVE(CustomerDirectory)

    /// The customer that a text for which canNameCustomer() holds names: by id when it reads like one, else
    /// by username. Of one that is not known, a username comes with a proposed new id, and an id with itself
    /// as the username.
    Customer find(const QString &name) const;

    /// These exist: ids by username, or by the id's own text when the username is not known.
    void learn(const QHash<QString, UserId> &customers);
    void learn(const QString &username, const UserId &id);

private:
    /// Two generations instead of a list in order of use: looking up then changes nothing, and needs no
    /// exclusive lock.
    struct Generation
    {
        /// By username.
        UserIdTable ids;
        QHash<UserId, QString> names;
    };

    const QString *nameOf(const UserId &id) const;
    std::optional<UserId> idOf(const Fingerprint &username) const;
    void keep(const QString &username, const UserId &id);

    const qsizetype m_kept;
    mutable std::shared_mutex m_mutex;
    // Both guarded by m_mutex.
    Generation m_young;
    Generation m_old;
};

} // namespace holdfast
