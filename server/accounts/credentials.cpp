// SPDX-License-Identifier: GPL-3.0-only
#include "accounts/credentials.h"

namespace holdfast {

Credentials::Credentials(TokenKeys tokenKeys, DatabaseThread &database, const CredentialOptions &options)
    : m_tokenKeys(std::move(tokenKeys))
    , m_verifier(m_tokenKeys)
    , issuer(m_tokenKeys)
    , hasher(options.passwordCost)
    , watch(database, {revocations, m_apiKeys, m_admins}, options.intervals)
    , check(m_verifier, revocations, m_apiKeys, m_admins, watch)
    , logins(options.loginsOfAddress)
    , registrations(options.registrationsOfAddress)
    , audit(database)
{
}

Credentials::~Credentials()
{
    stop();
}

void Credentials::start()
{
    watch.start();
}

void Credentials::stop()
{
    pool.stop();
    watch.stop();
    audit.flush();
}

} // namespace holdfast
