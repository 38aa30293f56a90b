// SPDX-License-Identifier: GPL-3.0-only
#include "accounts/username.h"

#include "domain/ids.h"

#include <QList>
#include <QString>

#include <algorithm>

namespace holdfast {

bool canNameCustomer(QStringView text)
{
    // Nearly all names are like this, and the way below allocates.
    constexpr qsizetype uuidLength = 36;
    const auto isPlain = [](QChar character) { return character > u' ' && character < u'\x7f'; };
    if (!text.isEmpty() && text.size() <= usernameLengthMax && text.size() != uuidLength
        && std::ranges::all_of(text, isPlain))
        return true;
    const auto characters = text.toUcs4();
    const bool isTrimmed = text.trimmed().size() == text.size();
    const bool hasRoom = !characters.isEmpty() && characters.size() <= usernameLengthMax;
    if (!isTrimmed || !hasRoom || !text.isValidUtf16())
        return false;
    const auto uuid = parseUuid(text);
    const bool isNobodys = uuid && uuid->isNull();
    return !isNobodys
        && std::ranges::all_of(characters, [](uint character) { return QChar::isPrint(character); });
}

bool readsLikeUserId(QStringView text)
{
    return parseUuid(text).has_value();
}

} // namespace holdfast
