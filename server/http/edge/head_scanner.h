// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "http/edge/fault.h"
#include "http/edge/limits.h"

#include <QByteArrayView>

#include <expected>
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

} // namespace holdfast::http
