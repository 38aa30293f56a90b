// SPDX-License-Identifier: GPL-3.0-only
#include "tests/server/http/endpoints/people.h"

#include "accounts/api_keys/api_keys.h"

#include <QTest>

namespace holdfast::test {

using namespace Qt::StringLiterals;

namespace {

NewAccount someAccount(const QString &name)
{
    return {.email = name + u"@example.com"_s,
            .name = name,
            .passwordHash = "$argon2id$v=19$m=64,t=1,p=1$c2FsdHNhbHQ$aGFzaA"};
}

Account customer(SampleShop &shop, const QString &name)
{
    return registerCustomer(shop.database().connection(), someAccount(name)).value().value();
}

QByteArray newApiKey(SampleShop &shop)
{
    return makeApiKey(shop.database().connection(), u"storefront"_s, {}).value().value().secret.text();
}

} // namespace

TestServiceOptions closedDoors()
{
    TestServiceOptions options;
    options.openAccess = http::OpenAccess::Off;
    return options;
}

ApiHeaders bearer(const QByteArray &credential)
{
    return {{"Authorization", "Bearer " + credential}};
}

People::People(SampleShop &shop)
    : ann(customer(shop, u"ann"_s))
    , ben(customer(shop, u"ben"_s))
    , admin(createAdmin(shop.database().connection(), someAccount(u"root"_s)).value().value())
    , apiKey(newApiKey(shop))
    , m_shop(shop)
{
    shop.client().setHeaders(bearer(tokenOf(admin)));
    const auto isKnown = [&] { return shop.client().get("/admin/api-keys").status == 200; };
    if (!QTest::qWaitFor(isKnown, 10'000))
        qFatal("The server has not heard of the admin");
}

QByteArray People::tokenOf(const Account &account) const
{
    return m_shop.service().credentials().issuer.issue(account.id, account.readAt).text;
}

} // namespace holdfast::test
