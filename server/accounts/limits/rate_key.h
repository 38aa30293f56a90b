// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "domain/ids.h"

#include <QHostAddress>
#include <QString>

namespace holdfast {

/// Whose budget: a keyed 64-bit hash (SipHash, with a key of this process), so that nobody can aim at the
/// places of others in a table, and no table holds names or addresses.
class RateKey final
{
public:
    static RateKey ofUser(const UserId &user);
    /// IPv4 whole, also when it comes as an IPv4-mapped IPv6 address; IPv6 by its /64, since whoever has one
    /// address has all of those.
    static RateKey ofAddress(const QHostAddress &address);
    static RateKey ofText(const QString &text);

    quint64 number() const { return m_number; }
    bool operator==(const RateKey &) const = default;

private:
    explicit RateKey(quint64 number)
        : m_number(number)
    {
    }

    quint64 m_number;
};

} // namespace holdfast
