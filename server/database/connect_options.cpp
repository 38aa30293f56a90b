// SPDX-License-Identifier: GPL-3.0-only
#include "database/connect_options.h"

namespace holdfast {

using namespace Qt::StringLiterals;

namespace {

QString quoted(QString value)
{
    value.replace(u'\\', u"\\\\"_s).replace(u'\'', u"\\'"_s);
    return u'\'' + value + u'\'';
}

QString portList(const ConnectionSettings &settings)
{
    QStringList ports;
    for (const auto &host : settings.hosts)
        ports.append(QString::number(host.port));
    return ports.join(u',');
}

// A host that vanished without a word is noticed within about four seconds, whether it owes us an answer
// (tcp_user_timeout) or we only listen to it (keepalives). Sockets of the same machine ignore all this.
QMap<QString, QString> defaults(const ConnectionSettings &settings)
{
    return {
        {u"application_name"_s, settings.applicationName},
        {u"keepalives"_s, u"1"_s},
        {u"keepalives_idle"_s, u"2"_s},
        {u"keepalives_interval"_s, u"1"_s},
        {u"keepalives_count"_s, u"2"_s},
        {u"tcp_user_timeout"_s, u"4000"_s},
    };
}

} // namespace

std::expected<QString, QString> connectOptions(const ConnectionSettings &settings,
                                               std::chrono::seconds timeout)
{
    auto options = defaults(settings);
    options.insert(settings.options);
    options.insert(u"connect_timeout"_s, QString::number(timeout.count()));
    if (!settings.hosts.empty())
        options.insert(u"port"_s, portList(settings));
    QStringList words;
    for (const auto &[name, value] : options.asKeyValueRange()) {
        if (value.contains(u';'))
            return std::unexpected(QString(u"the database option "_s + name + u" cannot hold a ';'"_s));
        words.append(name + u'=' + quoted(value));
    }
    return words.join(u' ');
}

QString hostList(const ConnectionSettings &settings)
{
    QStringList hosts;
    for (const auto &host : settings.hosts)
        hosts.append(host.host);
    return hosts.join(u',');
}

} // namespace holdfast
