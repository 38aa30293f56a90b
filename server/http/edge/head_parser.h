// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "http/edge/head.h"
#include "http/edge/limits.h"

#include <optional>

namespace holdfast::http {

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
