// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include <QString>

#include <optional>

namespace holdfast {

/// An address that mail could be sent to, as far as its looks tell: one @, a local part without white space
/// or controls, a dotted host name; 254 characters at most (RFC 5321). Only a message proves more.
class EmailAddress final
{
public:
    static constexpr int lengthMax = 254;

    static std::optional<EmailAddress> from(const QString &text);

    const QString &text() const { return m_text; }

private:
    explicit EmailAddress(const QString &text)
        : m_text(text)
    {
    }

    QString m_text;
};

} // namespace holdfast
