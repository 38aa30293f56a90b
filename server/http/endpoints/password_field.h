// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "accounts/passwords/password.h"
#include "http/field_type.h"

namespace holdfast::http {

/// What somebody signs in with, right or wrong, at most.
constexpr int presentedPasswordLengthMax = 1'024;

/// A password somebody chooses. What is wrong with it is told, never the password.
template <>
struct FieldType<Password>
{
    static Converted<Password> fromJson(const QJsonValue &value)
    {
        if (!value.isString())
            return std::unexpected(QStringLiteral("must be text"));
        auto password = Password::from(value.toString());
        if (!password)
            return std::unexpected(describe(password.error()));
        return *std::move(password);
    }
};

} // namespace holdfast::http
