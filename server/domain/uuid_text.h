// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include <QLatin1StringView>
#include <QUuid>

#include <array>

namespace holdfast {

/// What UuidId::text() gives, as ASCII and without an allocation: lower case, with hyphens, without braces.
class UuidText final
{
public:
    static constexpr qsizetype length = 36;

    explicit UuidText(const QUuid &uuid);

    QLatin1StringView view() const { return {m_text.data(), length}; }

private:
    std::array<char, length> m_text;
};

} // namespace holdfast
