// SPDX-License-Identifier: GPL-3.0-only
#include "http/endpoints/document_files.h"

#include "http/endpoints/route_page.h"

#include <QCryptographicHash>
#include <QDirIterator>
#include <QFile>
#include <QJsonDocument>

// A resource in a static library is linked, and loaded, only when somebody asks for it by name. The macro
// works outside namespaces only.
static void initializeResource()
{
    Q_INIT_RESOURCE(holdfast_documents);
}

namespace holdfast::http {

using namespace Qt::StringLiterals;

namespace {

const auto folder = u":/documents"_s;
const auto html = QByteArrayLiteral("text/html; charset=utf-8");

QByteArray typeOf(const QByteArray &name)
{
    if (name.endsWith(".js"))
        return "text/javascript; charset=utf-8";
    if (name.endsWith(".css"))
        return "text/css; charset=utf-8";
    if (name.endsWith(".html"))
        return html;
    return name.endsWith(".json") ? "application/json" : "text/plain; charset=utf-8";
}

QMap<QByteArray, QByteArray> readResource()
{
    initializeResource();
    QMap<QByteArray, QByteArray> files;
    for (QDirIterator entry(folder); entry.hasNext();) {
        QFile file(entry.next());
        if (!file.open(QIODevice::ReadOnly))
            qFatal("%s cannot be read from the program", qPrintable(file.fileName()));
        files.insert(entry.fileName().toLatin1(), file.readAll());
    }
    return files;
}

} // namespace

DocumentFile DocumentFile::of(QByteArray contentType, QByteArray body)
{
    constexpr qsizetype tagLength = 24;
    const auto digest = QCryptographicHash::hash(body, QCryptographicHash::Sha256).toHex();
    return {std::move(contentType), std::move(body), '"' + digest.first(tagLength) + '"'};
}

const DocumentFiles &DocumentFiles::builtIn()
{
    static const DocumentFiles files(readResource());
    return files;
}

DocumentFiles::DocumentFiles(const QMap<QByteArray, QByteArray> &files)
{
    for (auto file = files.begin(); file != files.end(); ++file)
        m_parts.insert(file.key(), DocumentFile::of(typeOf(file.key()), *file));
    m_description = m_parts.take("openapi.json");
    const auto swagger = m_parts.take("swagger.html");
    const auto description = QJsonDocument::fromJson(m_description.body).object();
    m_parts.insert("plain", DocumentFile::of(html, routePage(description)));
    m_hasSwaggerUi = m_parts.contains("swagger-ui-bundle.js");
    m_page = m_hasSwaggerUi ? swagger : m_parts.value("plain");
}

const DocumentFile *DocumentFiles::part(const QByteArray &name) const
{
    const auto found = m_parts.constFind(name);
    return found == m_parts.cend() ? nullptr : &*found;
}

} // namespace holdfast::http
