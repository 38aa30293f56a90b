// SPDX-License-Identifier: GPL-3.0-only
#include "accounts/passwords/password.h"

#include "accounts/secrets/base64_url.h"
#include "accounts/secrets/sodium.h"

#include <QList>

#include <algorithm>

namespace holdfast {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype randomLength = 16;

bool isControl(uint character)
{
    return QChar::category(character) == QChar::Other_Control;
}

} // namespace

QString describe(PasswordFault fault)
{
    switch (fault) {
    case PasswordFault::TooShort:
        return u"must have at least %1 characters"_s.arg(Password::lengthMin);
    case PasswordFault::TooLong:
        return u"must have at most %1 characters"_s.arg(Password::lengthMax);
    case PasswordFault::Unreadable:
        break;
    }
    return u"must not contain control characters"_s;
}

std::expected<Password, PasswordFault> Password::from(const QString &text)
{
    const auto characters = text.toUcs4();
    if (characters.size() < lengthMin)
        return std::unexpected(PasswordFault::TooShort);
    if (characters.size() > lengthMax)
        return std::unexpected(PasswordFault::TooLong);
    if (!text.isValidUtf16() || std::ranges::any_of(characters, isControl))
        return std::unexpected(PasswordFault::Unreadable);
    return Password(text);
}

Password Password::random()
{
    return Password(QString::fromLatin1(toBase64Url(randomBytes(randomLength))));
}

} // namespace holdfast
