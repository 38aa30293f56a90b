// SPDX-License-Identifier: GPL-3.0-only
#include "http/edge/response_writer.h"

#include <array>
#include <charconv>
#include <cstdio>
#include <ctime>

namespace holdfast::http {

namespace {

struct Reason
{
    int status;
    QByteArrayView phrase;
};

constexpr std::array<Reason, 32> reasons{{
    {200, "OK"},
    {201, "Created"},
    {202, "Accepted"},
    {204, "No Content"},
    {301, "Moved Permanently"},
    {302, "Found"},
    {303, "See Other"},
    {304, "Not Modified"},
    {307, "Temporary Redirect"},
    {308, "Permanent Redirect"},
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {406, "Not Acceptable"},
    {408, "Request Timeout"},
    {409, "Conflict"},
    {410, "Gone"},
    {412, "Precondition Failed"},
    {413, "Content Too Large"},
    {414, "URI Too Long"},
    {415, "Unsupported Media Type"},
    {417, "Expectation Failed"},
    {421, "Misdirected Request"},
    {422, "Unprocessable Content"},
    {429, "Too Many Requests"},
    {431, "Request Header Fields Too Large"},
    {500, "Internal Server Error"},
    {501, "Not Implemented"},
    {503, "Service Unavailable"},
    {505, "HTTP Version Not Supported"},
}};

void appendNumber(Outgoing &out, qint64 number)
{
    std::array<char, 24> text{};
    const auto end = std::to_chars(text.data(), text.data() + text.size(), number).ptr;
    out.append(QByteArrayView(text.data(), end - text.data()));
}

/// RFC 9110, 5.6.7, without the locale that strftime would ask.
QByteArray dateText(qint64 secondsSinceEpoch)
{
    constexpr std::array<const char *, 7> days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    constexpr std::array<const char *, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                  "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const auto moment = static_cast<time_t>(secondsSinceEpoch);
    tm parts{};
    gmtime_r(&moment, &parts);
    std::array<char, 32> text{};
    const int length = snprintf(text.data(), text.size(), "%s, %02d %s %04d %02d:%02d:%02d GMT",
                                days.at(static_cast<size_t>(parts.tm_wday)), parts.tm_mday,
                                months.at(static_cast<size_t>(parts.tm_mon)), parts.tm_year + 1900,
                                parts.tm_hour, parts.tm_min, parts.tm_sec);
    return {text.data(), length};
}

bool hasNoBody(int status)
{
    return status == 204 || status == 304;
}

} // namespace

QByteArrayView reasonPhrase(int status)
{
    for (const auto &reason : reasons) {
        if (reason.status == status)
            return reason.phrase;
    }
    return "";
}

void ResponseWriter::refreshDate(qint64 secondsSinceEpoch)
{
    if (m_second == secondsSinceEpoch)
        return;
    m_second = secondsSinceEpoch;
    m_standingHeaders =
        QByteArray("\r\nDate: ") + dateText(secondsSinceEpoch) + "\r\nX-Content-Type-Options: nosniff\r\n";
}

void ResponseWriter::append(Outgoing &out, const Exchange &exchange, const WireResponse &response,
                            bool closes)
{
    out.append("HTTP/1.1 ");
    appendNumber(out, response.status);
    out.append(' ').append(reasonPhrase(response.status)).append(m_standingHeaders);
    if (!response.hasCacheControl)
        out.append("Cache-Control: no-store\r\n");
    if (!response.hasContentSecurityPolicy)
        out.append("Content-Security-Policy: default-src 'none'; frame-ancestors 'none'\r\n");
    if (!exchange.requestId.isEmpty())
        out.append("X-Request-Id: ").append(exchange.requestId).append("\r\n");
    out.append(exchange.headerLines).append(response.headers);
    if (closes)
        out.append("Connection: close\r\n");
    else if (exchange.isVersionZero)
        out.append("Connection: keep-alive\r\n");
    appendLength(out, response);
    out.append("\r\n");
    if (exchange.method != Method::Head && !hasNoBody(response.status))
        out.share(response.body).share(response.sharedBody).share(response.bodyEnd);
}

void ResponseWriter::appendLength(Outgoing &out, const WireResponse &response)
{
    if (hasNoBody(response.status))
        return;
    if (!response.contentType.isEmpty())
        out.append("Content-Type: ").append(response.contentType).append("\r\n");
    out.append("Content-Length: ");
    appendNumber(out, response.bodySize());
    out.append("\r\n");
}

} // namespace holdfast::http
