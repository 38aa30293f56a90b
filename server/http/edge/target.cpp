// SPDX-License-Identifier: GPL-3.0-only
#include "http/edge/target.h"

#include "http/edge/characters.h"

#include <QUtf8StringView>

#include <expected>
#include <utility>

namespace holdfast::http {

namespace {

using characters::hexValue;

Fault malformed(const char *message)
{
    return {400, ErrorCode::MalformedRequest, message};
}

/// The decoded byte of the %XX at the position; -1 when it is none.
int encodedByte(QByteArrayView text, qsizetype position)
{
    if (position + 2 >= text.size())
        return -1;
    const int high = hexValue(text[position + 1]);
    const int low = hexValue(text[position + 2]);
    return high < 0 || low < 0 ? -1 : high * 16 + low;
}

/// Gives whether any byte above ASCII is encoded.
std::expected<bool, Fault> checkBytes(QByteArrayView text, bool isPath)
{
    bool hasEncodedUtf8 = false;
    for (qsizetype position = 0; position < text.size(); ++position) {
        const auto code = static_cast<unsigned char>(text[position]);
        if (code <= 0x20 || code >= 0x7f || code == '#' || code == '\\')
            return std::unexpected(malformed("The target holds a character that is not allowed"));
        if (code != '%')
            continue;
        const int byte = encodedByte(text, position);
        if (byte < 0)
            return std::unexpected(malformed("The target holds a broken percent encoding"));
        if (byte < 0x20 || byte == 0x7f)
            return std::unexpected(malformed("The target holds an encoded control character"));
        if (isPath && (byte == '/' || byte == '\\' || byte == '.'))
            return std::unexpected(malformed("The path holds an encoded slash, backslash or dot"));
        hasEncodedUtf8 = hasEncodedUtf8 || byte >= 0x80;
        position += 2;
    }
    return hasEncodedUtf8;
}

bool isEmptyOrDotSegment(QByteArrayView segment)
{
    return segment.isEmpty() || segment == "." || segment == "..";
}

/// An empty one may be the last.
bool hasEmptyOrDotSegment(QByteArrayView path)
{
    qsizetype start = 1;
    for (qsizetype slash = path.indexOf('/', start); slash >= 0; slash = path.indexOf('/', start)) {
        if (isEmptyOrDotSegment(path.sliced(start, slash - start)))
            return true;
        start = slash + 1;
    }
    const auto last = path.sliced(start);
    return !last.isEmpty() && isEmptyOrDotSegment(last);
}

} // namespace

std::optional<Fault> checkTarget(QByteArrayView target)
{
    if (!target.startsWith('/'))
        return malformed("Only targets that start with a slash are taken");
    const qsizetype mark = target.indexOf('?');
    const auto path = mark < 0 ? target : target.first(mark);
    const auto query = mark < 0 ? QByteArrayView() : target.sliced(mark + 1);
    if (hasEmptyOrDotSegment(path))
        return malformed("The path holds an empty or dot segment");
    for (const auto &[text, isPath] : {std::pair(path, true), std::pair(query, false)}) {
        const auto hasEncodedUtf8 = checkBytes(text, isPath);
        if (!hasEncodedUtf8)
            return hasEncodedUtf8.error();
        if (*hasEncodedUtf8 && !QUtf8StringView(percentDecoded(text, PlusSign::IsPlus)).isValidUtf8())
            return malformed("The target is not UTF-8");
    }
    return std::nullopt;
}

QByteArray percentDecoded(QByteArrayView encoded, PlusSign plusSign)
{
    QByteArray decoded;
    decoded.reserve(encoded.size());
    for (qsizetype position = 0; position < encoded.size(); ++position) {
        const char character = encoded[position];
        const int byte = character == '%' ? encodedByte(encoded, position) : -1;
        if (byte >= 0) {
            decoded.append(static_cast<char>(byte));
            position += 2;
        } else {
            decoded.append(character == '+' && plusSign == PlusSign::IsSpace ? ' ' : character);
        }
    }
    return decoded;
}

} // namespace holdfast::http
