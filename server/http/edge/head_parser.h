// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "http/edge/head.h"
#include "http/edge/limits.h"

#include <optional>

namespace holdfast::http {

/// Looks for the end of a head in bytes that may still be growing; bytes always start where the request
/// starts, so it does not matter where a read cut them. Gives the length of the head through its empty line,
/// nothing while it is incomplete, or the fault that no further byte could mend.
class HeadScanner final
{
public:
    std::expected<std::optional<qsizetype>, Fault> scan(QByteArrayView bytes, const Limits &limits);
    /// Before the next request.
    void reset();

private:
    std::optional<Fault> acceptLine(QByteArrayView bytes, qsizetype lineFeed, const Limits &limits);

    qsizetype m_lineStart = 0;
    int m_lines = 0;
};

/// Reads one whole head (through its empty line) strictly: request line, every field, the framing. Whatever
/// two readers could understand differently is a fault. Any thread; no state.
class HeadParser final
{
public:
    static std::expected<Head, Fault> parse(QByteArrayView bytes, const Limits &limits);

private:
    explicit HeadParser(QByteArrayView bytes);

    std::optional<Fault> readRequestLine(qsizetype end);
    std::optional<Fault> readMethod(QByteArrayView token);
    std::optional<Fault> readVersion(QByteArrayView text);
    std::optional<Fault> readFields(qsizetype position);
    std::optional<Fault> readField(qsizetype start, qsizetype end);
    std::optional<Fault> remember(QByteArrayView name);
    std::optional<Fault> judgeFraming();
    std::optional<Fault> judgeContentLength();
    std::optional<Fault> judgeConnection();

    Head::Slice slice(qsizetype start, qsizetype end) const;

    Head m_head;
    QByteArrayView m_bytes;
};

} // namespace holdfast::http
