// SPDX-License-Identifier: GPL-3.0-only
#include "http/edge/head_scanner.h"

#include "http/edge/characters.h"

#include <cstring>

namespace holdfast::http {

namespace {

Fault malformed(const char *message)
{
    return {400, ErrorCode::MalformedRequest, message};
}

} // namespace

std::expected<std::optional<qsizetype>, Fault> HeadScanner::scan(QByteArrayView bytes, const Limits &limits)
{
    if (!bytes.isEmpty() && !characters::isToken(bytes.front()))
        return std::unexpected(malformed("The request does not start with a method"));
    while (m_lineStart < bytes.size()) {
        const char *rest = bytes.data() + m_lineStart;
        const auto *found =
            static_cast<const char *>(memchr(rest, '\n', static_cast<size_t>(bytes.size() - m_lineStart)));
        if (!found)
            break;
        const qsizetype lineFeed = found - bytes.data();
        if (const auto fault = acceptLine(bytes, lineFeed, limits))
            return std::unexpected(*fault);
        const bool isEmptyLine = lineFeed == m_lineStart + 1;
        m_lineStart = lineFeed + 1;
        if (isEmptyLine)
            return m_lineStart;
    }
    if (m_lines == 0 && bytes.size() > limits.requestLineBytesMax)
        return std::unexpected(Fault{414, ErrorCode::MalformedRequest, "The request line is too long"});
    if (bytes.size() >= limits.headBytesMax)
        return std::unexpected(Fault{431, ErrorCode::MalformedRequest, "The request head is too large"});
    return std::nullopt;
}

std::optional<Fault> HeadScanner::acceptLine(QByteArrayView bytes, qsizetype lineFeed, const Limits &limits)
{
    if (lineFeed == m_lineStart || bytes[lineFeed - 1] != '\r')
        return malformed("A line does not end with CR LF");
    if (m_lines == 0 && lineFeed + 1 > limits.requestLineBytesMax)
        return Fault{414, ErrorCode::MalformedRequest, "The request line is too long"};
    if (lineFeed + 1 > limits.headBytesMax)
        return Fault{431, ErrorCode::MalformedRequest, "The request head is too large"};
    // The request line and the empty line are not fields.
    if (m_lines++ > limits.headerFieldsMax && lineFeed != m_lineStart + 1)
        return Fault{431, ErrorCode::MalformedRequest, "The request has too many header fields"};
    return std::nullopt;
}

void HeadScanner::reset()
{
    m_lineStart = 0;
    m_lines = 0;
}

} // namespace holdfast::http
