// SPDX-License-Identifier: GPL-3.0-only
#include "database/connection_settings.h"

#include "database/connection_keywords.h"
#include "database/connection_url.h"

#include <QRegularExpression>
#include <QUrl>

namespace holdfast {

using namespace Qt::StringLiterals;

namespace {

using Fault = std::unexpected<QString>;

std::expected<int, QString> portFrom(const QString &text)
{
    bool isNumber = false;
    const int port = text.isEmpty() ? DatabaseHost::defaultPort : text.toInt(&isNumber);
    if ((!text.isEmpty() && !isNumber) || port < 1 || port > 65535)
        return Fault(QString(u"'"_s + text + u"' is no port; a port is a number from 1 to 65535"_s));
    return port;
}

// One port for all hosts, or one each: as libpq has it.
std::expected<std::vector<DatabaseHost>, QString> pairUp(const QString &hosts, const QString &ports)
{
    const QStringList hostList = hosts.split(u',');
    const QStringList portList = ports.split(u',');
    if (hosts.isEmpty() && ports.isEmpty())
        return {};
    if (portList.size() != 1 && portList.size() != hostList.size())
        return Fault(u"there are "_s + QString::number(hostList.size()) + u" database hosts but "_s
                     + QString::number(portList.size()) + u" ports; give one port, or one for each host"_s);
    std::vector<DatabaseHost> result;
    for (qsizetype i = 0; i < hostList.size(); ++i) {
        const auto port = portFrom(portList.size() == 1 ? portList.front() : portList[i]);
        if (!port)
            return Fault(port.error());
        result.push_back({hostList[i], *port});
    }
    return result;
}

std::expected<void, QString> setOption(ConnectionSettings &settings, const QString &name,
                                       const QString &value)
{
    if (value.contains(u';') || value.contains(QChar(u'\0')))
        return Fault(QString(u"the value of "_s + name + u" cannot hold a ';'"_s));
    settings.options.insert(name, value);
    return {};
}

std::expected<void, QString> setSchema(ConnectionSettings &settings, const QString &name)
{
    if (!isSchemaName(name)) {
        return Fault(QString(u"'"_s + name
                             + u"' cannot be the schema: up to 48 of a-z, 0-9 and _, beginning with a "
                               "letter, not with pg_"_s));
    }
    settings.schema = name;
    return {};
}

// Those that QSqlDatabase has fields for, ours, and those that are only passed on.
std::expected<void, QString> apply(const QString &name, const QString &value, ConnectionUrl &url,
                                   ConnectionSettings &settings)
{
    const QMap<QString, QString *> fields{{u"host"_s, &url.hosts},
                                          {u"port"_s, &url.ports},
                                          {u"user"_s, &url.user},
                                          {u"password"_s, &url.password},
                                          {u"dbname"_s, &url.database}};
    if (const auto field = fields.value(name)) {
        *field = value;
        return {};
    }
    if (name == "schema"_L1)
        return setSchema(settings, value);
    if (name == "connect_timeout"_L1)
        return {}; // ours is bounded already
    if (name == "ssl"_L1 && value == "true"_L1)
        return setOption(settings, u"sslmode"_s, u"require"_s); // as libpq reads JDBC's spelling
    if (name == "application_name"_L1 && !value.contains(u';')) {
        settings.applicationName = value;
        return {};
    }
    if (!isConnectionKeyword(name))
        return Fault(QString(u"the database URL's parameter '"_s + name + u"' is unknown"_s));
    return setOption(settings, name, value);
}

std::expected<ConnectionSettings, QString> complete(ConnectionUrl url, ConnectionSettings settings)
{
    auto hosts = pairUp(url.hosts, url.ports);
    if (!hosts)
        return Fault(hosts.error());
    settings.hosts = *std::move(hosts);
    settings.user = url.user;
    settings.password = url.password;
    settings.database = url.database;
    return settings;
}

QString encoded(const QString &text)
{
    return QString::fromLatin1(QUrl::toPercentEncoding(text, "/"));
}

QString hostText(const DatabaseHost &host)
{
    const QString name = host.host.contains(u':') ? QString(u'[' + host.host + u']')
                                                  : QString::fromLatin1(QUrl::toPercentEncoding(host.host));
    return host.port == DatabaseHost::defaultPort ? name : QString(name + u':' + QString::number(host.port));
}

} // namespace

bool isSchemaName(QStringView name)
{
    static const QRegularExpression proper(u"^(?!pg_)[a-z_][a-z0-9_]{0,47}\\z"_s);
    return proper.match(name).hasMatch();
}

std::expected<ConnectionSettings, QString> ConnectionSettings::fromUrl(const QString &text)
{
    auto url = splitConnectionUrl(text);
    if (!url)
        return Fault(url.error());
    ConnectionSettings settings;
    const auto parameters = std::exchange(url->parameters, {});
    for (const auto &[name, value] : parameters) {
        if (const auto applied = apply(name, value, *url, settings); !applied)
            return Fault(applied.error());
    }
    return complete(*url, std::move(settings));
}

std::expected<std::optional<ConnectionSettings>, QString>
ConnectionSettings::fromEnvironment(const QProcessEnvironment &environment)
{
    const ConnectionUrl url{.user = environment.value(u"PGUSER"_s),
                            .password = environment.value(u"PGPASSWORD"_s),
                            .hosts = environment.value(u"PGHOST"_s),
                            .ports = environment.value(u"PGPORT"_s),
                            .database = environment.value(u"PGDATABASE"_s),
                            .parameters = {}};
    if (url.hosts.isEmpty() && url.ports.isEmpty() && url.user.isEmpty() && url.database.isEmpty())
        return std::nullopt;
    ConnectionSettings settings;
    for (const auto &keyword : connectionKeywords()) {
        const QString value = keyword.variable.isEmpty() ? QString() : environment.value(keyword.variable);
        if (value.isEmpty())
            continue;
        if (const auto set = setOption(settings, keyword.name, value); !set)
            return Fault(set.error());
    }
    auto completed = complete(url, std::move(settings));
    if (!completed)
        return Fault(completed.error());
    return std::optional(*std::move(completed));
}

QString ConnectionSettings::text() const
{
    QStringList hostTexts;
    for (const auto &host : hosts)
        hostTexts.append(hostText(host));
    QString text = u"postgresql://"_s;
    if (!user.isEmpty())
        text += encoded(user) + (password.isEmpty() ? u"@"_s : u":***@"_s);
    text += hostTexts.join(u',') + u'/' + encoded(database) + u"?schema="_s + schema;
    for (const auto &[name, value] : options.asKeyValueRange())
        text += u'&' + name + u'=' + (name == "sslpassword"_L1 ? u"***"_s : encoded(value));
    return text;
}

} // namespace holdfast
