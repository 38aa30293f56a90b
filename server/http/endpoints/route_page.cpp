// SPDX-License-Identifier: GPL-3.0-only
#include "http/endpoints/route_page.h"

#include "http/endpoints/prose_html.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace holdfast::http {

using namespace Qt::StringLiterals;

namespace {

/// One operation of the document and where it stands.
struct Operation
{
    QString method;
    QString path;
    QJsonObject text;
    /// Those of its path besides its own.
    QJsonArray shared;
};

class PageWriter final
{
public:
    explicit PageWriter(const QJsonObject &description)
        : m_description(description)
    {
        for (const auto &path : m_description.value("paths"_L1).toObject().keys())
            readPath(path);
    }

    QString page() const;

private:
    void readPath(const QString &path);
    /// What a {"$ref": …} stands for; anything else as it is.
    QJsonObject resolved(const QJsonValue &value) const;

    QString tagHtml(const QJsonObject &tag) const;
    QString operationHtml(const Operation &operation) const;
    QString parametersHtml(const Operation &operation) const;
    static QString bodyHtml(const QJsonObject &operation);
    QString answersHtml(const QJsonObject &operation) const;

    const QJsonObject m_description;
    std::vector<Operation> m_operations;
};

QString row(const QString &first, const QString &html)
{
    return u"<tr><td>%1</td><td>%2</td></tr>\n"_s.arg(first.toHtmlEscaped(), html);
}

QString anchorOf(const QJsonObject &tag)
{
    return tag.value("name"_L1).toString().toLower().replace(u' ', u'-');
}

QString table(const QString &heading, const QString &rows)
{
    return rows.isEmpty() ? QString() : u"<h3>%1</h3>\n<table>%2</table>\n"_s.arg(heading, rows);
}

QString exampleHtml(const QJsonValue &example)
{
    const auto value = example["value"_L1].toObject();
    const auto text = QString::fromUtf8(QJsonDocument(value).toJson(QJsonDocument::Compact));
    return u"<pre>%1</pre>\n"_s.arg(text.toHtmlEscaped());
}

void PageWriter::readPath(const QString &path)
{
    const auto item = m_description.value("paths"_L1).toObject().value(path).toObject();
    for (const auto method : {"get"_L1, "post"_L1, "put"_L1, "patch"_L1, "delete"_L1}) {
        if (item.contains(method))
            m_operations.push_back({QString(method), path, item.value(method).toObject(),
                                    item.value("parameters"_L1).toArray()});
    }
}

QJsonObject PageWriter::resolved(const QJsonValue &value) const
{
    const auto reference = value.toObject().value("$ref"_L1).toString();
    if (reference.isEmpty())
        return value.toObject();
    QJsonObject found = m_description;
    for (const auto &name : reference.sliced(2).split(u'/'))
        found = found.value(name).toObject();
    return found;
}

QString PageWriter::parametersHtml(const Operation &operation) const
{
    auto parameters = operation.text.value("parameters"_L1).toArray();
    for (const auto &shared : operation.shared)
        parameters.append(shared);
    QString rows;
    for (const auto &each : std::as_const(parameters)) {
        const auto parameter = resolved(each);
        const QString text = u"%1 (%2)"_s.arg(parameter.value("description"_L1).toString(),
                                              parameter.value("in"_L1).toString());
        rows += row(parameter.value("name"_L1).toString(), proseHtml(text));
    }
    return table(u"Parameters"_s, rows);
}

QString PageWriter::bodyHtml(const QJsonObject &operation)
{
    const auto media = operation.value("requestBody"_L1)["content"_L1]["application/json"_L1];
    QString html;
    for (const auto &example : media["examples"_L1].toObject())
        html += exampleHtml(example);
    return html.isEmpty() ? html : QString(u"<h3>Body</h3>\n"_s + html);
}

QString PageWriter::answersHtml(const QJsonObject &operation) const
{
    const auto responses = operation.value("responses"_L1).toObject();
    QString rows;
    for (auto response = responses.begin(); response != responses.end(); ++response) {
        const auto text = resolved(response.value());
        QString html = proseHtml(text.value("description"_L1).toString());
        const auto examples = text.value("content"_L1)["application/json"_L1]["examples"_L1].toObject();
        for (auto example = examples.begin(); example != examples.end(); ++example) {
            // Refusals are named by their codes, which say it all.
            const bool isCode = example.key() == example.key().toUpper();
            html += isCode ? u"<code>%1</code> "_s.arg(example.key().toHtmlEscaped()) : exampleHtml(*example);
        }
        rows += row(response.key(), html);
    }
    return table(u"Answers"_s, rows);
}

QString PageWriter::operationHtml(const Operation &operation) const
{
    const auto head = u"<details><summary><span class=\"method %1\">%2</span><span class=\"path\">%3</span>"
                      "<span class=\"what\">%4</span></summary>\n<div class=\"body\">\n"_s.arg(
                          operation.method, operation.method.toUpper(), operation.path.toHtmlEscaped(),
                          operation.text.value("summary"_L1).toString().toHtmlEscaped());
    return head + proseHtml(operation.text.value("description"_L1).toString()) + parametersHtml(operation)
        + bodyHtml(operation.text) + answersHtml(operation.text) + u"</div></details>\n"_s;
}

QString PageWriter::tagHtml(const QJsonObject &tag) const
{
    const auto name = tag.value("name"_L1).toString();
    QString html = u"<h2 id=\"%1\">%2</h2>\n"_s.arg(anchorOf(tag).toHtmlEscaped(), name.toHtmlEscaped())
        + proseHtml(tag.value("description"_L1).toString());
    for (const auto &operation : m_operations) {
        if (operation.text.value("tags"_L1).toArray().contains(name))
            html += operationHtml(operation);
    }
    return html;
}

QString PageWriter::page() const
{
    const auto info = m_description.value("info"_L1).toObject();
    QString links, sections;
    for (const auto &each : m_description.value("tags"_L1).toArray()) {
        const auto tag = each.toObject();
        links += u"<a href=\"#%1\">%2</a>\n"_s.arg(anchorOf(tag).toHtmlEscaped(),
                                                   tag.value("name"_L1).toString().toHtmlEscaped());
        sections += tagHtml(tag);
    }
    const auto title = info.value("title"_L1).toString().toHtmlEscaped();
    return u"<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
           "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>%1</title>\n"
           "<link rel=\"icon\" href=\"data:,\">\n<link rel=\"stylesheet\" "
           "href=\"/docs/plain.css\">\n</head>\n"
           "<body>\n<main>\n<h1>%1</h1>\n<p class=\"muted\">%2 Version %3, as "
           "<a href=\"/openapi.json\">openapi.json</a>.</p>\n<nav>\n%4</nav>\n"_s.arg(
               title, info.value("summary"_L1).toString().toHtmlEscaped(),
               info.value("version"_L1).toString().toHtmlEscaped(), links)
        + proseHtml(info.value("description"_L1).toString()) + sections + u"</main>\n</body>\n</html>\n"_s;
}

} // namespace

QByteArray routePage(const QJsonObject &description)
{
    return PageWriter(description).page().toUtf8();
}

} // namespace holdfast::http
