// SPDX-License-Identifier: GPL-3.0-only
#include "ui/widgets/number_text.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

#include <algorithm>

namespace holdfast {

using namespace Qt::StringLiterals;

namespace {

QString withCurrency(const QString &number, const QString &currency)
{
    if (currency == u"EUR")
        return u"€"_s + number;
    if (currency == u"USD")
        return u"$"_s + number;
    if (currency == u"GBP")
        return u"£"_s + number;
    return currency.isEmpty() ? number : QString(number + u' ' + currency);
}

QString twoDigits(qint64 number)
{
    return u"%1"_s.arg(number, 2, 10, QChar(u'0'));
}

QDateTime localTime(Instant instant)
{
    return QDateTime::fromMSecsSinceEpoch(
        std::chrono::floor<std::chrono::milliseconds>(instant).time_since_epoch().count());
}

} // namespace

QString countText(qint64 count)
{
    return QLocale().toString(count);
}

QString moneyText(Money amount, const QString &currency)
{
    const QLocale locale;
    const qint64 cents = amount.minorUnits() % 100;
    return withCurrency(
        QString(locale.toString(amount.minorUnits() / 100) + locale.decimalPoint() + twoDigits(cents)),
        currency);
}

QString wholeMoneyText(qint64 minorUnits, const QString &currency)
{
    return withCurrency(countText(minorUnits / 100), currency);
}

QString countdownText(std::chrono::microseconds left)
{
    using namespace std::chrono;
    const qint64 total = std::max<qint64>(ceil<seconds>(left).count(), 0);
    const qint64 days = total / 86'400;
    const qint64 hours = total / 3600 % 24;
    const QString clock = twoDigits(total / 60 % 60) + u':' + twoDigits(total % 60);
    if (days > 0)
        return QCoreApplication::translate("holdfast::Countdown", "%1 d %2")
            .arg(days)
            .arg(QString(twoDigits(hours) + u':' + clock));
    return hours > 0 ? QString(QString::number(hours) + u':' + clock) : clock;
}

QString durationText(std::chrono::seconds duration)
{
    const qint64 total = duration.count();
    const qint64 hours = total / 3600;
    const qint64 minutes = total / 60 % 60;
    const qint64 seconds = hours > 0 ? 0 : total % 60;
    QStringList parts;
    if (hours > 0)
        parts.append(QCoreApplication::translate("holdfast::Duration", "%1 h").arg(hours));
    if (minutes > 0)
        parts.append(QCoreApplication::translate("holdfast::Duration", "%1 min").arg(minutes));
    if (seconds > 0 || parts.isEmpty())
        parts.append(QCoreApplication::translate("holdfast::Duration", "%1 s").arg(seconds));
    return parts.join(u' ');
}

QString timeOfDayText(Instant instant, TimeDetail detail)
{
    return localTime(instant).toString(detail == TimeDetail::Milliseconds ? u"HH:mm:ss.zzz"_s
                                                                          : u"HH:mm:ss"_s);
}

QString dayAndTimeText(Instant instant)
{
    return localTime(instant).toString(u"yyyy-MM-dd HH:mm"_s);
}

} // namespace holdfast
