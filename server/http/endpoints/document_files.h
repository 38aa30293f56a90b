// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include <QByteArray>
#include <QMap>

#include <optional>

namespace holdfast::http {

/// A file that the server hands out of itself.
struct DocumentFile
{
    QByteArray contentType;
    QByteArray body;
    /// Of the bytes, quoted, for ETag.
    QByteArray entityTag;

    static DocumentFile of(QByteArray contentType, QByteArray body);
};

/// What was built into the program from resources/: the API's description and the parts of /docs. Never
/// changed; for any thread.
class DocumentFiles final
{
public:
    /// Reads all of it once, on first use.
    static const DocumentFiles &builtIn();
    /// From files by their names: openapi.json and swagger.html at least.
    explicit DocumentFiles(const QMap<QByteArray, QByteArray> &files);

    const DocumentFile &description() const { return m_description; }
    /// Swagger UI when the build had it, else the plain page.
    const DocumentFile &page() const { return m_page; }
    /// By the name behind /docs/; null when there is no such part.
    const DocumentFile *part(const QByteArray &name) const;
    bool hasSwaggerUi() const { return m_hasSwaggerUi; }

private:
    DocumentFile m_description;
    DocumentFile m_page;
    QMap<QByteArray, DocumentFile> m_parts;
    bool m_hasSwaggerUi = false;
};

} // namespace holdfast::http
