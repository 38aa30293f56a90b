// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "accounts/audit_trail.h"
#include "accounts/credential_check.h"
#include "accounts/limits/login_throttle.h"
#include "accounts/passwords/hashing_pool.h"
#include "accounts/passwords/password_hasher.h"
#include "accounts/tokens/token_issuer.h"

namespace holdfast {

/// What may differ between servers and tests.
struct CredentialOptions
{
    PasswordCost passwordCost;
    RateBudget loginsOfAddress = LoginThrottle::addressBudget;
    RateBudget registrationsOfAddress = LoginThrottle::addressBudget;
    CredentialIntervals intervals;
};

/// All that one server needs to tell who somebody is and to let them sign in, put together. Its parts are for
/// any thread; build, start and stop it on one.
class Credentials final
{
public:
    /// `database` must outlive it, and have stopped before it goes; whoever changes credentials writes on the
    /// same thread (see CredentialWatch::refreshOn).
    Credentials(TokenKeys tokenKeys, DatabaseThread &database, const CredentialOptions &options = {});
    /// Stops.
    ~Credentials();
    Q_DISABLE_COPY_MOVE(Credentials)

    /// After the database thread has started.
    void start();
    /// After the last request, before the database thread stops: ends what hashes, writes what was noted.
    void stop();

private:
    const TokenKeys m_tokenKeys;
    const TokenVerifier m_verifier;
    KnownApiKeys m_apiKeys;
    Admins m_admins;

public:
    const TokenIssuer issuer;
    const PasswordHasher hasher;
    Revocations revocations;
    CredentialWatch watch;
    const CredentialCheck check;
    LoginThrottle logins;
    RateLimiter registrations;
    AuditTrail audit;
    HashingPool pool;
};

} // namespace holdfast
