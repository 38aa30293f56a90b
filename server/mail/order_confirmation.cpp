// SPDX-License-Identifier: GPL-3.0-only
#include "mail/order_confirmation.h"

#include "mail/mail_address.h"
#include "mail/smtp_settings.h"

namespace holdfast {

using namespace Qt::StringLiterals;

namespace {

QString subjectOf(const ConfirmedOrder &order)
{
    if (order.lines.empty())
        return u"Your order"_s;
    const QString first = u"Your order: "_s + order.lines.front().product.simplified();
    const auto others = order.lines.size() - 1;
    return others == 0 ? first : first + u" and %1 more"_s.arg(others);
}

QString textOf(const ConfirmedLine &line, const QString &currency)
{
    const QString text = u"  %1 × %2: %3 %4"_s.arg(QString::number(line.quantity), line.product.simplified(),
                                                   line.amount.text(), currency);
    const bool isEachTold = line.unitPrice && line.quantity > 1;
    return isEachTold ? QString(text + u" (%1 each)"_s.arg(line.unitPrice->text())) : text;
}

QString textOf(const ConfirmedOrder &order)
{
    QString text = u"Thank you for your order.\n\n"_s;
    for (const auto &line : order.lines)
        text += textOf(line, order.currency) + u'\n';
    text += u"\nTotal: %1 %2\n"_s.arg(order.amount.text(), order.currency);
    text += u"Order: %1\n"_s.arg(order.id.text());
    text += u"Placed: %1\n"_s.arg(toIsoText(order.createdAt));
    return text;
}

} // namespace

MailMessage confirmationOf(const ConfirmedOrder &order, const QString &recipient, const SmtpSettings &sender)
{
    const QString from = withAsciiHost(sender.from);
    return {.from = from,
            .to = withAsciiHost(recipient),
            .fromName = sender.fromName,
            .subject = subjectOf(order),
            .text = textOf(order),
            .messageId = u"order."_s + order.id.text() + u'@' + from.section(u'@', -1),
            .date = order.createdAt};
}

} // namespace holdfast
