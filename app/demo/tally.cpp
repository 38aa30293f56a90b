// SPDX-License-Identifier: GPL-3.0-only
#include "app/demo/tally.h"

#include <QLoggingCategory>

namespace holdfast {

using namespace Qt::StringLiterals;

namespace {

Q_LOGGING_CATEGORY(logDemo, "holdfast.demo")

} // namespace

void Tally::countTrouble(const ShopAnswer &answer)
{
    ++(answer.isUnreachable() ? unreachable : askedToWait);
}

void Tally::countUnexpected(const QString &what, const ShopAnswer &answer)
{
    const QString code = answer.refusal ? QString(errorName(*answer.refusal)) : u"without a code"_s;
    const QString kind = u"%1: %2 %3"_s.arg(what, QString::number(answer.httpStatus), code);
    if (++unexpected[kind] == 1)
        qCWarning(logDemo, "Simulated shoppers got an unexpected answer to %s", qUtf8Printable(kind));
}

QString Tally::text() const
{
    return u"%1 visits, %2 held, %3 bought, %4 cancelled, %5 walked away, %6 sold out, %7 restocked"_s
        .arg(visits)
        .arg(held)
        .arg(bought)
        .arg(cancelled)
        .arg(walkedAway)
        .arg(soldOut)
        .arg(restocked);
}

} // namespace holdfast
