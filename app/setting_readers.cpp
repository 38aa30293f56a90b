// SPDX-License-Identifier: GPL-3.0-only
#include "app/setting_readers.h"

#include <QDir>
#include <QRegularExpression>

#include <algorithm>

namespace holdfast {

using namespace Qt::StringLiterals;

namespace {

/// Stricter than QString::toLongLong: no sign, no white space, no hexadecimal, no overflow.
std::optional<int> wholeNumber(const QString &text, int minimum, int maximum)
{
    const bool isDigits = !text.isEmpty() && text.size() <= 9
        && std::ranges::all_of(text, [](QChar c) { return c >= u'0' && c <= u'9'; });
    if (!isDigits)
        return std::nullopt;
    const int number = text.toInt();
    return number >= minimum && number <= maximum ? std::optional(number) : std::nullopt;
}

template <typename Field>
SettingReader readNumber(Field Settings::*field, int minimum, int maximum)
{
    return [=](const QString &value, Settings &settings) -> std::optional<QString> {
        const auto number = wholeNumber(value, minimum, maximum);
        if (!number)
            return u"a number from %1 to %2"_s.arg(minimum).arg(maximum);
        settings.*field = Field(*number);
        return std::nullopt;
    };
}

template <typename Choice>
SettingReader readChoice(Choice Settings::*field, std::vector<std::pair<QLatin1StringView, Choice>> choices)
{
    return [field, choices = std::move(choices)](const QString &value,
                                                 Settings &settings) -> std::optional<QString> {
        QStringList names;
        for (const auto &[name, choice] : choices) {
            if (value == name) {
                settings.*field = choice;
                return std::nullopt;
            }
            names << name;
        }
        return u"one of %1"_s.arg(names.join(u", "));
    };
}

} // namespace

SettingReader readSwitch(bool Settings::*field)
{
    return readChoice(field,
                      {{"true"_L1, true},
                       {"false"_L1, false},
                       {"yes"_L1, true},
                       {"no"_L1, false},
                       {"on"_L1, true},
                       {"off"_L1, false},
                       {"1"_L1, true},
                       {"0"_L1, false}});
}

SettingReader readPort(quint16 Settings::*field)
{
    return readNumber(field, 0, 65535);
}

SettingReader readCount(int Settings::*field, int minimum, int maximum)
{
    return readNumber(field, minimum, maximum);
}

SettingReader readText(QString Settings::*field)
{
    return [field](const QString &value, Settings &settings) -> std::optional<QString> {
        settings.*field = value;
        return std::nullopt;
    };
}

SettingReader readSeconds(std::chrono::seconds Settings::*field, int minimum, int maximum)
{
    return readNumber(field, minimum, maximum);
}

SettingReader readMilliseconds(std::chrono::milliseconds Settings::*field, int minimum, int maximum)
{
    return readNumber(field, minimum, maximum);
}

SettingReader readProxies(ForwardedFor Settings::*field)
{
    return [field](const QString &value, Settings &settings) -> std::optional<QString> {
        const auto proxies = ForwardedFor::fromProxies(value);
        if (!proxies)
            return u"a list of addresses and subnets"_s;
        settings.*field = *proxies;
        return std::nullopt;
    };
}

SettingReader readOrigins(QList<QByteArray> Settings::*field)
{
    return [field](const QString &value, Settings &settings) -> std::optional<QString> {
        static const QRegularExpression origin(
            u"\\Ahttps?://([a-z0-9]([a-z0-9.-]*[a-z0-9])?|\\[[0-9a-f:.]+\\])(:[1-9][0-9]{0,4})?\\z"_s);
        (settings.*field).clear();
        const QString separated = QString(value).replace(u',', u' ').simplified().toLower();
        for (const auto &entry : separated.split(u' ', Qt::SkipEmptyParts)) {
            if (!origin.match(entry).hasMatch())
                return u"a list of origins like https://shop.example or http://localhost:5173"_s;
            (settings.*field).append(entry.toLatin1());
        }
        return std::nullopt;
    };
}

SettingReader readAddress(QHostAddress Settings::*field)
{
    return [field](const QString &value, Settings &settings) -> std::optional<QString> {
        // inet_aton, and QHostAddress with it, takes "1" for 0.0.0.1; an address has its dots or colons
        const bool isLikely = value.count(u'.') == 3 || value.contains(u':');
        const QHostAddress address(value == "localhost"_L1 ? u"127.0.0.1"_s : value);
        if (address.isNull() || !(isLikely || value == "localhost"_L1))
            return u"an IPv4 or IPv6 address or localhost"_s;
        settings.*field = address;
        return std::nullopt;
    };
}

SettingReader readDirectory(QString Settings::*field)
{
    return [field](const QString &value, Settings &settings) -> std::optional<QString> {
        if (value.isEmpty() || value.contains(QChar::Null))
            return u"a folder"_s;
        settings.*field = QDir::cleanPath(QDir::current().absoluteFilePath(value));
        return std::nullopt;
    };
}

SettingReader readAccountName(QString Settings::*field)
{
    return [field](const QString &value, Settings &settings) -> std::optional<QString> {
        static const QRegularExpression accountName(u"\\A[a-z_][a-z0-9_-]{0,31}\\z"_s);
        if (!accountName.match(value).hasMatch() || value == "root"_L1)
            return u"the name of an account other than root"_s;
        settings.*field = value;
        return std::nullopt;
    };
}

SettingReader readConnection(std::optional<ConnectionSettings> Settings::*field)
{
    return [field](const QString &value, Settings &settings) -> std::optional<QString> {
        (settings.*field).reset();
        if (value.isEmpty())
            return std::nullopt;
        const auto connection = ConnectionSettings::fromUrl(value);
        if (!connection)
            return u"a database URL: %1"_s.arg(connection.error());
        settings.*field = *connection;
        return std::nullopt;
    };
}

SettingReader readMailServer(std::optional<SmtpSettings> Settings::*field)
{
    return [field](const QString &value, Settings &settings) -> std::optional<QString> {
        (settings.*field).reset();
        if (value.isEmpty())
            return std::nullopt;
        const auto server = SmtpSettings::fromUrl(value);
        if (!server)
            return u"the URL of a mail server: %1"_s.arg(server.error());
        settings.*field = *server;
        return std::nullopt;
    };
}

SettingReader readLogLevel(LogLevel Settings::*field)
{
    return readChoice(field,
                      {{"debug"_L1, LogLevel::Debug},
                       {"info"_L1, LogLevel::Info},
                       {"warning"_L1, LogLevel::Warning},
                       {"error"_L1, LogLevel::Error}});
}

SettingReader readLogFormat(LogFormat Settings::*field)
{
    return readChoice(
        field,
        {{"auto"_L1, LogFormat::Automatic}, {"text"_L1, LogFormat::Text}, {"json"_L1, LogFormat::Json}});
}

} // namespace holdfast
