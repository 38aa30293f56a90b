// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include <QString>

#include <expected>

namespace holdfast {

enum class PasswordFault {
    TooShort,
    TooLong,
    /// Control characters, or text that is not Unicode.
    Unreadable,
};

/// One plain sentence for the field's fault list.
QString describe(PasswordFault fault);

/// A password somebody may choose: lengthMin to lengthMax characters (code points), no controls, otherwise
/// exactly as typed: neither trimmed nor normalised.
class Password final
{
public:
    static constexpr int lengthMin = 12;
    static constexpr int lengthMax = 128;

    static std::expected<Password, PasswordFault> from(const QString &text);
    /// A random one, 128 bits in 22 characters of A-Za-z0-9_-.
    static Password random();

    const QString &text() const { return m_text; }

private:
    explicit Password(const QString &text)
        : m_text(text)
    {
    }

    QString m_text;
};

} // namespace holdfast
