// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "accounts/accounts.h"
#include "http/endpoints/endpoint.h"
#include "http/json_writer.h"

#include <chrono>

namespace holdfast::http {

// What registering, signing in and changing a password answer.

/// {id, email, name, role, created_at}.
void writeAccount(JsonWriter &json, const Account &account);

/// {token, token_type, expires_in, user}, with a new token for the account.
Response sessionResponse(int status, const Account &account, const TokenIssuer &issuer,
                         const IssuedToken &token);

/// Whether a password that somebody presents is the account's, and its hash at today's cost when the kept one
/// was made at another. Takes the same time with and without an account. On the HashingPool.
struct PasswordVerdict
{
    bool isRight = false;
    std::optional<QByteArray> newHash;
};
PasswordVerdict judgePassword(const PasswordHasher &hasher, const std::optional<Account> &account,
                              const QString &presented);

/// Who a request comes from, behind proxies of ours as well.
QHostAddress clientAddress(const Call &call);

/// RATE_LIMITED, which tells how long to wait.
Refusal tooManyAttempts(std::chrono::seconds wait);

} // namespace holdfast::http
