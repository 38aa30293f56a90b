// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "domain/instant.h"

#include <array>

namespace holdfast {

/// What toIsoText() gives, as ASCII and without an allocation. Empty beyond the years 1 to 9999.
class IsoText final
{
public:
    explicit IsoText(Instant instant);

    QLatin1StringView view() const { return {m_text.data(), m_length}; }

private:
    std::array<char, 24> m_text;
    qsizetype m_length = 0;
};

} // namespace holdfast
