// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "http/edge/head.h"

#include <QByteArray>
#include <QList>

namespace holdfast::http {

/// Which pages of other origins may read the API's answers: those listed exactly, and then with credentials.
/// Immutable: any thread.
class CrossOrigin final
{
public:
    /// Origins as browsers send them: scheme://host[:port], lower case.
    explicit CrossOrigin(QList<QByteArray> allowed);

    /// Whole header lines for the answer to this request; empty while no origin is listed.
    QByteArray answerLines(const Head &head) const;

    /// What a preflight is told besides, when its origin is listed; `methods` as in Allow. Empty otherwise,
    /// and for requests that are no preflight.
    QByteArray preflightLines(const Head &head, QByteArrayView methods) const;

private:
    /// The request's origin, when it is listed.
    const QByteArray *listed(const Head &head) const;

    const QList<QByteArray> m_allowed;
};

} // namespace holdfast::http
