// SPDX-License-Identifier: GPL-3.0-only
#include "tests/server/http/endpoints/openapi_check.h"

#include "http/status.h"

#include <QJsonArray>
#include <QMap>
#include <QRegularExpression>
#include <QSet>

namespace holdfast::test {

using namespace Qt::StringLiterals;
using namespace holdfast::http;

namespace {

const QRegularExpression parameterPattern(u"\\{(\\w+)\\}"_s);

/// What a {"$ref": …} stands for; anything else as it is.
QJsonObject resolved(const QJsonObject &document, const QJsonValue &value)
{
    const auto reference = value.toObject().value("$ref"_L1).toString();
    if (reference.isEmpty())
        return value.toObject();
    QJsonObject found = document;
    for (const auto &name : reference.sliced(2).split(u'/'))
        found = found.value(name).toObject();
    return found;
}

struct Operation
{
    QString path;
    QJsonObject text;
    QJsonObject item;
};

/// By "POST /reservations/{}": paths of different methods may name a parameter differently, which OpenAPI
/// cannot say, so the names are not compared.
using Operations = QMap<QString, Operation>;

QString keyOf(const QString &method, const QString &path)
{
    return method.toUpper() + u' ' + QString(path).replace(parameterPattern, u"{}"_s);
}

Operations operationsOf(const QJsonObject &document)
{
    Operations operations;
    const auto paths = document.value("paths"_L1).toObject();
    for (auto path = paths.begin(); path != paths.end(); ++path) {
        const auto item = path->toObject();
        for (const auto &method : {u"get"_s, u"post"_s, u"put"_s, u"patch"_s, u"delete"_s}) {
            if (item.contains(method))
                operations.insert(keyOf(method, path.key()),
                                  {path.key(), item.value(method).toObject(), item});
        }
    }
    return operations;
}

QString accessName(Access access)
{
    switch (access) {
    case Access::Anyone:
        return u"anyone"_s;
    case Access::Newcomer:
        return u"newcomer"_s;
    case Access::User:
        return u"user"_s;
    case Access::Shopper:
        return u"shopper"_s;
    case Access::Owner:
        return u"owner"_s;
    case Access::Service:
        return u"service"_s;
    case Access::Admin:
        return u"admin"_s;
    }
    Q_UNREACHABLE();
}

/// The ways in; "" for going in without any.
QSet<QString> securityFor(Access access)
{
    const QSet<QString> people{u"bearerToken"_s, u"cookieToken"_s};
    const QSet<QString> everybody = people + QSet<QString>{u"apiKey"_s};
    switch (access) {
    case Access::Newcomer:
        return {};
    case Access::Anyone:
        return everybody + QSet<QString>{QString()};
    case Access::Admin:
        return people;
    case Access::User:
    case Access::Shopper:
    case Access::Owner:
    case Access::Service:
        return everybody;
    }
    Q_UNREACHABLE();
}

QSet<QString> securityOf(const QJsonObject &operation)
{
    QSet<QString> ways;
    for (const auto &way : operation.value("security"_L1).toArray())
        ways.insert(way.toObject().keys().join(u'+'));
    return ways;
}

QSet<QString> parametersIn(const QString &path)
{
    QSet<QString> names;
    for (const auto &match : parameterPattern.globalMatch(path))
        names.insert(match.captured(1));
    return names;
}

QSet<QString> pathParametersOf(const QJsonObject &document, const Operation &operation)
{
    QSet<QString> names;
    for (const auto &each : operation.text.value("parameters"_L1).toArray()) {
        const auto parameter = resolved(document, each);
        if (parameter.value("in"_L1) == u"path"_s)
            names.insert(parameter.value("name"_L1).toString());
    }
    return names;
}

bool standsAtRoot(const Operation &operation)
{
    const auto servers = operation.item.value("servers"_L1).toArray();
    return servers.size() == 1 && servers[0]["url"_L1] == u"/"_s;
}

QStringList differences(const QJsonObject &document, const Operation &operation, const TableRow &row)
{
    QStringList found;
    const auto expect = [&](bool holds, const QString &what) {
        if (!holds)
            found.append(QLatin1StringView(row.name) + u": "_s + what);
    };
    expect(operation.text.value("operationId"_L1) == QLatin1StringView(row.name), u"operationId"_s);
    expect(operation.text.value("x-access"_L1) == accessName(row.access), u"x-access"_s);
    expect(operation.text.contains("security"_L1) && securityOf(operation.text) == securityFor(row.access),
           u"security"_s);
    expect(pathParametersOf(document, operation) == parametersIn(operation.path), u"path parameters"_s);
    expect(standsAtRoot(operation) == (row.base == Base::Root), u"servers"_s);
    return found;
}

/// The statuses that the table in the description of ErrorCode gives for each code.
QMap<QString, QString> statusesInTable(const QString &description)
{
    static const QRegularExpression line(u"^\\| `(\\w+)` \\| ([^|]+) \\|"_s,
                                         QRegularExpression::MultilineOption);
    QMap<QString, QString> statuses;
    for (const auto &match : line.globalMatch(description))
        statuses.insert(match.captured(1), match.captured(2));
    return statuses;
}

/// The codes an answer may have, from its schema; empty for a success.
QStringList codesOf(const QJsonObject &answer)
{
    const auto schema = answer.value("content"_L1)["application/json"_L1]["schema"_L1];
    QStringList codes;
    for (const auto &part : schema["allOf"_L1].toArray()) {
        for (const auto &code :
             part["properties"_L1]["error"_L1]["properties"_L1]["code"_L1]["enum"_L1].toArray())
            codes.append(code.toString());
    }
    return codes;
}

QStringList answerFaults(const QJsonObject &document)
{
    QStringList faults;
    for (const auto &operation : operationsOf(document)) {
        const auto answers = operation.text.value("responses"_L1).toObject();
        for (auto answer = answers.begin(); answer != answers.end(); ++answer) {
            const auto codes = codesOf(resolved(document, answer.value()));
            if (codes.isEmpty() && answer.key() >= u"400"_s)
                faults.append(u"%1 %2: no codes"_s.arg(operation.path, answer.key()));
            for (const auto &name : codes) {
                const auto code = errorCodeFromName(name);
                if (!code || QString::number(httpStatus(*code)) != answer.key())
                    faults.append(u"%1 %2: %3"_s.arg(operation.path, answer.key(), name));
            }
        }
    }
    return faults;
}

} // namespace

QStringList routeFaults(const QJsonObject &document, std::span<const TableRow> rows)
{
    auto operations = operationsOf(document);
    QStringList faults;
    for (const auto &row : rows) {
        const auto key = keyOf(QString::fromLatin1(methodName(row.method)), QLatin1StringView(row.pattern));
        if (operations.contains(key))
            faults += differences(document, operations.take(key), row);
        else
            faults.append(u"missing: "_s + key);
    }
    for (const auto &key : operations.keys())
        faults.append(u"beyond: "_s + key);
    return faults;
}

QStringList errorFaults(const QJsonObject &document)
{
    const auto schema = document.value("components"_L1)["schemas"_L1]["ErrorCode"_L1].toObject();
    auto names = schema.value("enum"_L1).toVariant().toStringList();
    auto statuses = statusesInTable(schema.value("description"_L1).toString());
    QStringList faults;
    for (int index = 0; index < errorCodeCount; ++index) {
        const auto code = static_cast<ErrorCode>(index);
        const QString name = errorName(code);
        if (!names.removeOne(name))
            faults.append(u"missing: "_s + name);
        if (!statuses.take(name).startsWith(QString::number(httpStatus(code))))
            faults.append(u"status: "_s + name);
    }
    for (const auto &name : names + statuses.keys())
        faults.append(u"beyond: "_s + name);
    return faults + answerFaults(document);
}

} // namespace holdfast::test
