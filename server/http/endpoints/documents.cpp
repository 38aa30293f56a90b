// SPDX-License-Identifier: GPL-3.0-only
#include "http/endpoints/documents.h"

#include "http/endpoints/document_files.h"

#include <algorithm>

namespace holdfast::http::documents {

namespace {

/// Scripts and styles are files of this server, and nothing comes from anywhere else. data: is for the small
/// pictures in Swagger UI's style sheet; connections are for its "Try it out".
constexpr auto contentPolicy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// Whether the client has these bytes already (RFC 9110, 13.1.2: weak comparison).
bool hasAlready(const Request &request, const QByteArray &entityTag)
{
    const auto tags = request.header("if-none-match").toByteArray().split(',');
    return std::ranges::any_of(tags, [&entityTag](const QByteArray &offered) {
        const auto tag = offered.trimmed();
        return tag == "*" || tag == entityTag || tag == "W/" + entityTag;
    });
}

void send(const Call &call, Reply reply, const DocumentFile &file)
{
    const bool isKnown = hasAlready(call.request, file.entityTag);
    auto response = Response::plain(isKnown ? 304 : 200, file.contentType, isKnown ? QByteArray() : file.body)
                        .withHeader("ETag", file.entityTag)
                        // Kept, but asked after each time: a new version of the program is seen at once.
                        .withHeader("Cache-Control", "no-cache")
                        .withHeader("Content-Security-Policy", contentPolicy)
                        .withHeader("Referrer-Policy", "no-referrer");
    reply.send(std::move(response));
}

} // namespace

void openApi(const Call &call, Reply reply)
{
    send(call, std::move(reply), DocumentFiles::builtIn().description());
}

void page(const Call &call, Reply reply)
{
    send(call, std::move(reply), DocumentFiles::builtIn().page());
}

void file(const Call &call, Reply reply)
{
    const auto *part = DocumentFiles::builtIn().part(call.request.parameter("file").toByteArray());
    if (!part)
        return reply.refuse(Refusal::of(ErrorCode::NotFound));
    send(call, std::move(reply), *part);
}

} // namespace holdfast::http::documents
