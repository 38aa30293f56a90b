// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include <QByteArray>

namespace holdfast::http {

/// 1 to 64 of A-Z a-z 0-9 . _ -
bool isRequestId(QByteArrayView text);

/// Makes request ids: a random part for the server thread, then a running number. One a thread; an id is for
/// finding a request in the log and grants nothing, so it may be guessed.
class RequestIds final
{
public:
    RequestIds();

    /// The client's own id when it is one, else a new one.
    QByteArray takeOrMake(QByteArrayView offered);

private:
    quint64 m_prefix;
    quint64 m_counter = 0;
};

} // namespace holdfast::http
