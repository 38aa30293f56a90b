// SPDX-License-Identifier: GPL-3.0-only
#include "domain/iso_text.h"

namespace holdfast {

namespace {

template <size_t Digits>
void putNumber(char *begin, unsigned number)
{
    for (size_t place = Digits; place-- > 0; number /= 10)
        begin[place] = static_cast<char>('0' + number % 10);
}

} // namespace

IsoText::IsoText(Instant instant)
{
    using namespace std::chrono;
    constexpr Instant first = sys_days(year(1) / January / 1);
    constexpr Instant end = sys_days(year(10'000) / January / 1);
    if (instant < first || instant >= end)
        return;
    const auto day = floor<days>(instant);
    const year_month_day date(day);
    const hh_mm_ss time(floor<milliseconds>(instant - day));
    m_text = std::to_array({'0', '0', '0', '0', '-', '0', '0', '-', '0', '0', 'T', '0',
                            '0', ':', '0', '0', ':', '0', '0', '.', '0', '0', '0', 'Z'});
    char *const text = m_text.data();
    putNumber<4>(text, static_cast<unsigned>(int(date.year())));
    putNumber<2>(text + 5, unsigned(date.month()));
    putNumber<2>(text + 8, unsigned(date.day()));
    putNumber<2>(text + 11, static_cast<unsigned>(time.hours().count()));
    putNumber<2>(text + 14, static_cast<unsigned>(time.minutes().count()));
    putNumber<2>(text + 17, static_cast<unsigned>(time.seconds().count()));
    putNumber<3>(text + 20, static_cast<unsigned>(time.subseconds().count()));
    m_length = static_cast<qsizetype>(m_text.size());
}

} // namespace holdfast
