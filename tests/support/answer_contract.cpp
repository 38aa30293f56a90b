// SPDX-License-Identifier: GPL-3.0-only
#include "tests/support/answer_contract.h"

#include "http/endpoints/document_files.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace holdfast::test {

using namespace Qt::StringLiterals;

namespace {

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

/// From the enumeration in the schema of a refusal.
QStringList codesOf(const QJsonObject &answer)
{
    const auto schema = answer.value("content"_L1)["application/json"_L1]["schema"_L1];
    const auto code = schema["allOf"_L1][1]["properties"_L1]["error"_L1]["properties"_L1]["code"_L1];
    return code["enum"_L1].toVariant().toStringList();
}

/// A path without its base, which leads to the same routes but for those at the root.
struct BarePath
{
    QStringList segments;
    bool hadBase = false;
};

BarePath barePathOf(const QByteArray &target)
{
    const auto path = target.first(target.contains('?') ? target.indexOf('?') : target.size());
    BarePath bare{QString::fromLatin1(path).split(u'/').sliced(1)};
    bare.hadBase = bare.segments.first() == u"api"_s;
    if (bare.hadBase)
        bare.segments.removeFirst();
    if (bare.hadBase && !bare.segments.isEmpty() && bare.segments.first() == u"v1"_s)
        bare.segments.removeFirst();
    return bare;
}

bool fits(const QStringList &pattern, const QStringList &segments)
{
    return std::equal(pattern.begin(), pattern.end(), segments.begin(), segments.end(),
                      [](const QString &wanted, const QString &segment) {
                          return wanted.startsWith(u'{') ? !segment.isEmpty() : wanted == segment;
                      });
}

} // namespace

AnswerContract::AnswerContract(const QJsonObject &document)
{
    const auto paths = document.value("paths"_L1).toObject();
    for (auto path = paths.begin(); path != paths.end(); ++path) {
        const auto item = path->toObject();
        for (const auto &method : {u"get"_s, u"post"_s, u"put"_s, u"patch"_s, u"delete"_s}) {
            if (item.contains(method))
                add(path.key(), method, item, document);
        }
    }
}

const AnswerContract &AnswerContract::ours()
{
    static const AnswerContract contract(
        QJsonDocument::fromJson(http::DocumentFiles::builtIn().description().body).object());
    return contract;
}

void AnswerContract::add(const QString &path, const QString &method, const QJsonObject &item,
                         const QJsonObject &document)
{
    Operation made{
        path.split(u'/').sliced(1), static_cast<int>(path.count(u'{')), item.contains("servers"_L1), {}};
    const auto answers = item.value(method)["responses"_L1].toObject();
    for (auto answer = answers.begin(); answer != answers.end(); ++answer)
        made.answers.insert(answer.key().toInt(), codesOf(resolved(document, answer.value())));
    m_operations[method.toUpper().toLatin1()].append(made);
}

/// The most literal one, as the router takes it.
const AnswerContract::Operation *AnswerContract::find(const QByteArray &method,
                                                      const QByteArray &target) const
{
    const auto operations = m_operations.constFind(method);
    if (operations == m_operations.cend())
        return nullptr;
    const auto path = barePathOf(target);
    const Operation *found = nullptr;
    for (const auto &operation : *operations) {
        const bool isHere = fits(operation.segments, path.segments) && !(operation.isAtRoot && path.hadBase);
        if (isHere && (!found || operation.parameters < found->parameters))
            found = &operation;
    }
    return found;
}

QString AnswerContract::faultOf(const QByteArray &method, const QByteArray &target, int status,
                                const QString &code) const
{
    const auto *operation = find(method, target);
    if (!operation)
        return {};
    const auto answer = operation->answers.constFind(status);
    if (answer != operation->answers.cend() && (code.isEmpty() || answer->contains(code)))
        return {};
    return u"%1 %2 answered %3 %4, which resources/openapi.json does not say"_s.arg(
        QString::fromLatin1(method), QString::fromLatin1(target), QString::number(status), code);
}

} // namespace holdfast::test
