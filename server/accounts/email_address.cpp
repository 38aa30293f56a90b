// SPDX-License-Identifier: GPL-3.0-only
#include "accounts/email_address.h"

#include <QList>
#include <QString>

#include <algorithm>

namespace holdfast {

namespace {

constexpr qsizetype localLengthMax = 64;
constexpr qsizetype labelLengthMax = 63;

bool isLocalPart(QStringView local)
{
    const bool hasRoom = !local.isEmpty() && local.size() <= localLengthMax;
    return hasRoom && std::ranges::all_of(local, [](QChar character) {
               return character.isPrint() && !character.isSpace()
                   && !QStringView(u"@<>()[],;:\\\"").contains(character);
           });
}

bool isLabel(QStringView label)
{
    const bool hasRoom = !label.isEmpty() && label.size() <= labelLengthMax;
    return hasRoom && !label.startsWith(u'-') && !label.endsWith(u'-')
        && std::ranges::all_of(
               label, [](QChar character) { return character.isLetterOrNumber() || character == u'-'; });
}

} // namespace

std::optional<EmailAddress> EmailAddress::from(const QString &text)
{
    const auto at = text.indexOf(u'@');
    if (at < 0 || text.size() > lengthMax)
        return std::nullopt;
    const QStringView whole(text);
    const auto labels = whole.sliced(at + 1).split(u'.');
    if (!isLocalPart(whole.first(at)) || labels.size() < 2 || !std::ranges::all_of(labels, isLabel))
        return std::nullopt;
    return EmailAddress(text);
}

} // namespace holdfast
