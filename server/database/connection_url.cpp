// SPDX-License-Identifier: GPL-3.0-only
#include "database/connection_url.h"

#include <QRegularExpression>
#include <QStringList>

namespace holdfast {

using namespace Qt::StringLiterals;

// QUrl cannot be used: it refuses lists of hosts.

namespace {

using Fault = std::unexpected<QString>;

std::expected<QString, QString> decoded(QStringView text, QStringView what)
{
    static const QRegularExpression badPercent(u"%(?![0-9A-Fa-f]{2})|%00"_s);
    if (badPercent.match(text).hasMatch())
        return Fault(QString(u"the "_s + what + u" holds a '%' that is not a code like %2F"_s));
    const QByteArray bytes = QByteArray::fromPercentEncoding(text.toUtf8());
    const QString result = QString::fromUtf8(bytes);
    if (result.toUtf8() != bytes)
        return Fault(QString(u"the "_s + what + u" is not UTF-8"_s));
    return result;
}

// Cuts the part before the first separator off the text.
QStringView takeBefore(QStringView &text, QChar separator)
{
    const auto at = text.indexOf(separator);
    const auto before = at < 0 ? text : text.first(at);
    text = at < 0 ? QStringView() : text.sliced(at + 1);
    return before;
}

std::expected<void, QString> readLogin(QStringView login, ConnectionUrl &url)
{
    auto rest = login;
    const auto user = decoded(takeBefore(rest, u':'), u"user");
    const auto password = decoded(rest, u"password");
    if (!user || !password)
        return Fault(user ? password.error() : user.error());
    url.user = *user;
    url.password = *password;
    return {};
}

// "name", "name:5433", "[::1]:5433" or "%2Fsocket%2Ffolder".
std::expected<void, QString> readHost(QStringView text, QStringList &hosts, QStringList &ports)
{
    static const QRegularExpression pattern(u"^(?:\\[([^\\]]*)\\]|([^:\\[\\]]*))(?::([^:]*))?\\z"_s);
    const auto match = pattern.match(text);
    if (!match.hasMatch())
        return Fault(QString(u"cannot read the host '"_s + text + u"'; an IPv6 address stands in []"_s));
    const auto host = decoded(match.hasCaptured(1) ? match.capturedView(1) : match.capturedView(2), u"host");
    if (!host)
        return Fault(host.error());
    if (host->contains(u','))
        return Fault(u"a host cannot hold a ','"_s);
    hosts.append(*host);
    ports.append(match.captured(3));
    return {};
}

std::expected<void, QString> readHosts(QStringView text, ConnectionUrl &url)
{
    if (text.isEmpty())
        return {};
    QStringList hosts;
    QStringList ports;
    for (const auto part : text.split(u',')) {
        if (const auto read = readHost(part, hosts, ports); !read)
            return read;
    }
    url.hosts = hosts.join(u',');
    if (ports.join(QString()).size() > 0)
        url.ports = ports.join(u',');
    return {};
}

std::expected<void, QString> readParameters(QStringView text, ConnectionUrl &url)
{
    while (!text.isEmpty()) {
        auto value = takeBefore(text, u'&');
        const bool isPair = value.contains(u'=');
        const auto name = decoded(takeBefore(value, u'='), u"name of a parameter");
        if (!name || !isPair || name->isEmpty())
            return Fault(u"after '?' come parameters as name=value, parted by '&'"_s);
        const auto content = decoded(value, QString(u"parameter "_s + *name));
        if (!content)
            return Fault(content.error());
        url.parameters.emplace_back(*name, *content);
    }
    return {};
}

} // namespace

std::expected<ConnectionUrl, QString> splitConnectionUrl(const QString &text)
{
    static const QRegularExpression pattern(
        u"^postgres(?:ql)?://(?:([^@/?]*)@)?([^/?@]*)(?:/([^?]*))?(?:\\?(.*))?\\z"_s);
    const auto match = pattern.match(text);
    if (!match.hasMatch()) {
        return Fault(
            u"a database URL reads postgresql://user:password@host:port/database?parameter=value, with "
            "%40 for '@' and %2F for '/' in a password"_s);
    }
    ConnectionUrl url;
    const auto database = decoded(match.capturedView(3), u"database");
    if (!database)
        return Fault(database.error());
    url.database = *database;
    if (const auto read = readLogin(match.capturedView(1), url); !read)
        return Fault(read.error());
    if (const auto read = readHosts(match.capturedView(2), url); !read)
        return Fault(read.error());
    if (const auto read = readParameters(match.capturedView(4), url); !read)
        return Fault(read.error());
    return url;
}

} // namespace holdfast
