// SPDX-License-Identifier: GPL-3.0-only
#include "mail/smtp_settings.h"

#include "mail/mail_address.h"

#include <QDir>
#include <QHostAddress>
#include <QUrl>
#include <QUrlQuery>

#include <algorithm>

namespace holdfast {

using namespace Qt::StringLiterals;

namespace {

using Read = std::expected<SmtpSettings, QString>;

bool holdsControls(QStringView text)
{
    return std::ranges::any_of(text, [](QChar c) { return c.category() == QChar::Other_Control; });
}

bool isLocal(const QString &host)
{
    return host.compare("localhost"_L1, Qt::CaseInsensitive) == 0 || QHostAddress(host).isLoopback();
}

Read readServer(const QUrl &url)
{
    SmtpSettings settings;
    const bool isEncrypted = url.scheme() == "smtps"_L1;
    settings.host = url.host(QUrl::FullyDecoded);
    settings.port = static_cast<quint16>(
        url.port(isEncrypted ? SmtpSettings::submissionsPort : SmtpSettings::submissionPort));
    settings.user = url.userName(QUrl::FullyDecoded);
    settings.password = url.password(QUrl::FullyDecoded);
    if (settings.host.isEmpty() || settings.port == 0)
        return std::unexpected(u"it names no host and port"_s);
    if (settings.user.isEmpty() != settings.password.isEmpty())
        return std::unexpected(u"a user and a password go together"_s);
    if (holdsControls(settings.user) || holdsControls(settings.password))
        return std::unexpected(u"the login holds control characters"_s);
    if (isEncrypted)
        settings.tls = SmtpSettings::Tls::FromTheStart;
    else if (!settings.password.isEmpty() && !isLocal(settings.host))
        settings.tls = SmtpSettings::Tls::Required;
    return settings;
}

// What is wrong; empty when nothing is.
QString takeTls(SmtpSettings &settings, const QString &value)
{
    if (value != "required"_L1 && value != "offered"_L1)
        return u"tls is required or offered"_s;
    if (settings.tls == SmtpSettings::Tls::FromTheStart)
        return value == "required"_L1 ? QString() : u"smtps is always encrypted"_s;
    settings.tls = value == "required"_L1 ? SmtpSettings::Tls::Required : SmtpSettings::Tls::WhenOffered;
    return {};
}

QString takeParameter(SmtpSettings &settings, const QString &name, const QString &value)
{
    if (name == "tls"_L1)
        return takeTls(settings, value);
    if (name == "from"_L1)
        settings.from = value;
    else if (name == "name"_L1 && !holdsControls(value))
        settings.fromName = value;
    else if (name == "ca"_L1 && QDir::isAbsolutePath(value))
        settings.authorities = value;
    else
        return u"its parameters are from, name, tls and ca=/file.pem"_s;
    return {};
}

std::expected<void, QString> checkWhole(SmtpSettings &settings)
{
    if (settings.from.isEmpty() && isMailAddress(settings.user))
        settings.from = settings.user;
    if (!isMailAddress(settings.from))
        return std::unexpected(u"it needs the sender's address: ?from=shop@example.com"_s);
    if (!settings.authorities.isEmpty() && !settings.isVerified())
        return std::unexpected(u"ca is of no use unless tls=required"_s);
    return {};
}

} // namespace

Read SmtpSettings::fromUrl(const QString &url)
{
    const QUrl parsed(url, QUrl::StrictMode);
    const bool isSmtp = parsed.scheme() == "smtp"_L1 || parsed.scheme() == "smtps"_L1;
    if (!parsed.isValid() || !isSmtp || parsed.hasFragment()
        || (!parsed.path().isEmpty() && parsed.path() != "/"_L1))
        return std::unexpected(u"it is smtp://user:password@host:port?from=…, special characters as %XX"_s);
    auto settings = readServer(parsed);
    if (!settings)
        return settings;
    for (const auto &[name, value] : QUrlQuery(parsed).queryItems(QUrl::FullyDecoded)) {
        if (const QString fault = takeParameter(*settings, name, value); !fault.isEmpty())
            return std::unexpected(fault);
    }
    if (const auto whole = checkWhole(*settings); !whole)
        return std::unexpected(whole.error());
    return settings;
}

QString SmtpSettings::text() const
{
    const auto encoded = [](const QString &part) {
        return QString::fromLatin1(QUrl::toPercentEncoding(part));
    };
    QString result = tls == Tls::FromTheStart ? u"smtps://"_s : u"smtp://"_s;
    if (!user.isEmpty())
        result += encoded(user) + u":***@"_s;
    result += host.contains(u':') ? QString(u'[' + host + u']') : host;
    result += u':' + QString::number(port) + u"?from="_s + encoded(from);
    if (tls != Tls::FromTheStart)
        result += tls == Tls::Required ? u"&tls=required"_s : u"&tls=offered"_s;
    return result;
}

} // namespace holdfast
