// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "accounts/accounts.h"
#include "tests/server/http/endpoints/sample_shop.h"

namespace holdfast::test {

/// A service that asks for credentials.
TestServiceOptions closedDoors();

ApiHeaders bearer(const QByteArray &credential);

/// Two customers, an admin and a storefront's backend with accounts at a shop, known to its server; from then
/// on the shop is run by the admin.
class People final
{
public:
    explicit People(SampleShop &shop);
    Q_DISABLE_COPY_MOVE(People)

    const Account ann;
    const Account ben;
    const Account admin;
    /// Of the backend.
    const QByteArray apiKey;

    /// A token that was never used before.
    QByteArray tokenOf(const Account &account) const;

private:
    SampleShop &m_shop;
};

} // namespace holdfast::test
