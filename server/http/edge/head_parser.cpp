// SPDX-License-Identifier: GPL-3.0-only
#include "http/edge/head_parser.h"

#include "http/edge/characters.h"
#include "http/edge/host.h"
#include "http/edge/target.h"

#include <algorithm>

namespace holdfast::http {

namespace {

struct KnownName
{
    QByteArrayView name;
    /// Decides who acts, what the body is or where it ends: a second one is a fault, not a choice.
    bool isSingle;
};

// In the order of KnownField.
constexpr std::array<KnownName, knownFieldCount> knownNames{{
    {"accept", false},
    {"authorization", true},
    {"connection", false},
    {"content-length", true},
    {"content-type", true},
    {"cookie", false},
    {"expect", true},
    {"host", true},
    {"idempotency-key", true},
    {"if-match", true},
    {"origin", true},
    {"transfer-encoding", false},
    {"upgrade", true},
    {"x-request-id", true},
    {"x-user-id", true},
}};

QByteArrayView trimmed(QByteArrayView value)
{
    while (!value.isEmpty() && (value.front() == ' ' || value.front() == '\t'))
        value = value.sliced(1);
    while (!value.isEmpty() && (value.back() == ' ' || value.back() == '\t'))
        value.chop(1);
    return value;
}

/// Whether `name`, which is a token, is the lower-case `known` in any case.
bool isName(QByteArrayView name, QByteArrayView known)
{
    // Of the characters of tokens only letters become those of our names with this bit.
    constexpr char caseBit = 0x20;
    return name.size() == known.size()
        && std::equal(name.begin(), name.end(), known.begin(),
                      [](char one, char other) { return (one | caseBit) == other; });
}

/// Whether a comma-separated list holds the token, in any case.
bool listHolds(QByteArrayView list, QByteArrayView token)
{
    while (!list.isEmpty()) {
        const qsizetype comma = list.indexOf(',');
        const auto item = trimmed(comma < 0 ? list : list.first(comma));
        if (item.compare(token, Qt::CaseInsensitive) == 0)
            return true;
        list = comma < 0 ? QByteArrayView() : list.sliced(comma + 1);
    }
    return false;
}

Fault malformed(const char *message)
{
    return {400, ErrorCode::MalformedRequest, message};
}

} // namespace

HeadParser::HeadParser(QByteArrayView bytes)
{
    m_head.m_bytes = bytes.toByteArray();
    m_bytes = m_head.m_bytes;
}

std::expected<Head, Fault> HeadParser::parse(QByteArrayView bytes, const Limits &limits)
{
    HeadParser parser(bytes);
    const qsizetype lineEnd = parser.m_bytes.indexOf("\r\n");
    if (lineEnd < 0 || !bytes.endsWith("\r\n\r\n"))
        return std::unexpected(malformed("The request head is incomplete"));
    if (const auto fault = parser.readRequestLine(lineEnd))
        return std::unexpected(*fault);
    if (const auto fault = parser.readFields(lineEnd + 2))
        return std::unexpected(*fault);
    if (parser.m_head.m_fields.size() > limits.headerFieldsMax)
        return std::unexpected(
            Fault{431, ErrorCode::MalformedRequest, "The request has too many header fields"});
    if (const auto fault = parser.judgeFraming())
        return std::unexpected(*fault);
    if (parser.m_head.contentLength > limits.bodyBytesMax)
        return std::unexpected(Fault{413, ErrorCode::BodyTooLarge, "The request body is too large"});
    return std::move(parser.m_head);
}

Head::Slice HeadParser::slice(qsizetype start, qsizetype end) const
{
    return {static_cast<quint32>(start), static_cast<quint32>(end - start)};
}

std::optional<Fault> HeadParser::readRequestLine(qsizetype end)
{
    const auto line = m_bytes.first(end);
    const qsizetype methodEnd = line.indexOf(' ');
    const qsizetype targetEnd = line.lastIndexOf(' ');
    if (methodEnd <= 0 || targetEnd <= methodEnd + 1)
        return malformed("The request line is not 'method target version'");
    // The version first: a line that is not HTTP at all is not worth a remark about its method.
    if (const auto fault = readVersion(line.sliced(targetEnd + 1)))
        return fault;
    if (const auto fault = readMethod(line.first(methodEnd)))
        return fault;

    const auto target = line.sliced(methodEnd + 1, targetEnd - methodEnd - 1);
    if (const auto fault = checkTarget(target))
        return fault;
    const qsizetype mark = target.indexOf('?');
    const qsizetype pathEnd = mark < 0 ? targetEnd : methodEnd + 1 + mark;
    m_head.m_path = slice(methodEnd + 1, pathEnd);
    if (mark >= 0)
        m_head.m_query = slice(pathEnd + 1, targetEnd);
    return std::nullopt;
}

std::optional<Fault> HeadParser::readMethod(QByteArrayView token)
{
    for (int index = 0; index < methodCount; ++index) {
        const auto method = static_cast<Method>(index);
        if (token == methodName(method)) {
            m_head.method = method;
            return std::nullopt;
        }
    }
    if (!std::all_of(token.begin(), token.end(), characters::isToken))
        return malformed("The method is not a token");
    return Fault{501, ErrorCode::MethodNotAllowed, "The method is not known here"};
}

std::optional<Fault> HeadParser::readVersion(QByteArrayView text)
{
    if (text == "HTTP/1.1" || text == "HTTP/1.0") {
        m_head.minorVersion = text.back() - '0';
        return std::nullopt;
    }
    const bool isWellFormed = text.size() == 8 && text.startsWith("HTTP/") && characters::isDigit(text[5])
        && text[6] == '.' && characters::isDigit(text[7]);
    if (isWellFormed)
        return Fault{505, ErrorCode::MalformedRequest, "Only HTTP/1.1 and HTTP/1.0 are spoken here"};
    return malformed("The request line names no HTTP version");
}

std::optional<Fault> HeadParser::readFields(qsizetype position)
{
    const qsizetype headEnd = m_bytes.size() - 2;
    while (position < headEnd) {
        const qsizetype lineEnd = m_bytes.indexOf('\n', position) - 1;
        if (m_bytes[lineEnd] != '\r')
            return malformed("A line does not end with CR LF");
        if (const auto fault = readField(position, lineEnd))
            return fault;
        position = lineEnd + 2;
    }
    return std::nullopt;
}

std::optional<Fault> HeadParser::readField(qsizetype start, qsizetype end)
{
    const auto line = m_bytes.sliced(start, end - start);
    // Also catches folded lines and blanks before the colon.
    const auto *const nameEnd = std::find_if_not(line.begin(), line.end(), characters::isToken);
    if (nameEnd == line.begin() || nameEnd == line.end() || *nameEnd != ':')
        return malformed("A header line does not begin with a field name and a colon");
    const qsizetype colon = nameEnd - line.begin();
    const auto rest = line.sliced(colon + 1);
    if (!characters::areFieldValue(rest))
        return malformed("A header field value holds a control character");
    const auto value = trimmed(rest);
    const qsizetype valueStart = value.isEmpty() ? end : value.data() - m_bytes.data();
    m_head.m_fields.append({slice(start, start + colon), slice(valueStart, valueStart + value.size())});
    return remember(line.first(colon));
}

std::optional<Fault> HeadParser::remember(QByteArrayView name)
{
    for (size_t index = 0; index < knownNames.size(); ++index) {
        const auto &known = knownNames[index];
        if (!isName(name, known.name))
            continue;
        auto &place = m_head.m_known.at(index);
        if (place != 0 && known.isSingle)
            return malformed("A header field that may stand once stands twice");
        if (place == 0)
            place = static_cast<qint16>(std::min<qsizetype>(m_head.m_fields.size(), 32'767));
        break;
    }
    return std::nullopt;
}

std::optional<Fault> HeadParser::judgeFraming()
{
    if (!m_head.field(KnownField::TransferEncoding).isNull())
        return Fault{501, ErrorCode::MalformedRequest,
                     "Transfer codings are not taken; send a Content-Length"};
    if (const auto fault = judgeContentLength())
        return fault;
    if (!isHostWellFormed(m_head.field(KnownField::Host)))
        return malformed("Exactly one well-formed Host field is needed");
    if (const auto expectation = m_head.field(KnownField::Expect); !expectation.isNull()) {
        if (expectation.compare("100-continue", Qt::CaseInsensitive) != 0)
            return Fault{417, ErrorCode::MalformedRequest, "The expectation is not known here"};
        m_head.expectsContinue = m_head.minorVersion == 1 && m_head.contentLength > 0;
    }
    return judgeConnection();
}

std::optional<Fault> HeadParser::judgeContentLength()
{
    constexpr qsizetype digitsMax = 10;
    const auto text = m_head.field(KnownField::ContentLength);
    if (text.isNull())
        return std::nullopt;
    if (text.isEmpty() || text.size() > digitsMax
        || !std::all_of(text.begin(), text.end(), characters::isDigit))
        return malformed("The Content-Length is not a number of at most 10 digits");
    for (const char digit : text)
        m_head.contentLength = m_head.contentLength * 10 + (digit - '0');
    return std::nullopt;
}

std::optional<Fault> HeadParser::judgeConnection()
{
    bool saysClose = false;
    bool saysKeepAlive = false;
    bool saysUpgrade = false;
    // The field may stand several times, which is one longer list.
    for (const auto &field : m_head.m_fields) {
        if (!isName(m_head.view(field.name), "connection"))
            continue;
        const auto list = m_head.view(field.value);
        saysClose = saysClose || listHolds(list, "close");
        saysKeepAlive = saysKeepAlive || listHolds(list, "keep-alive");
        // As Qt looks for it: anywhere in the value.
        saysUpgrade = saysUpgrade || list.toByteArray().toLower().contains("upgrade");
    }
    m_head.keepsAlive = !saysClose && (m_head.minorVersion == 1 || saysKeepAlive);
    const auto protocol = m_head.field(KnownField::Upgrade);
    m_head.upgradesToWebSocket = saysUpgrade && protocol.compare("websocket", Qt::CaseInsensitive) == 0;
    if (m_head.upgradesToWebSocket && (m_head.method != Method::Get || m_head.contentLength > 0))
        return malformed("A WebSocket starts with a GET without a body");
    return std::nullopt;
}

} // namespace holdfast::http
