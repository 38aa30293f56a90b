// SPDX-License-Identifier: GPL-3.0-only
#include "domain/purchase.h"

namespace holdfast {

using namespace Qt::StringLiterals;

QString maskedName(const QString &username)
{
    // A surrogate pair is one letter.
    const bool isPair = username.size() > 1 && username.front().isHighSurrogate();
    return username.left(isPair ? 2 : 1) + u"***"_s;
}

} // namespace holdfast
