// SPDX-License-Identifier: GPL-3.0-only
#include "mail/mail_address.h"

#include <QUrl>

#include <algorithm>

namespace holdfast {

namespace {

constexpr qsizetype lengthMax = 254;

bool isPlain(QChar character)
{
    return character.isPrint() && !character.isSpace() && !QStringView(u"<>()[],;:\\\"").contains(character);
}

} // namespace

bool isMailAddress(QStringView text)
{
    const auto at = text.indexOf(u'@');
    return at > 0 && at + 1 < text.size() && text.size() <= lengthMax && text.count(u'@') == 1
        && std::ranges::all_of(text, isPlain);
}

QString withAsciiHost(const QString &address)
{
    const auto host = QUrl::toAce(address.section(u'@', -1));
    return host.isEmpty() ? address
                          : QString(address.section(u'@', 0, -2) + u'@' + QString::fromLatin1(host));
}

} // namespace holdfast
