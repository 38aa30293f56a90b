// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include <QByteArrayView>

namespace holdfast::http {

/// Whether an Accept field (RFC 9110, 12.5.1) names the media type, in any case, and not only to refuse it
/// (q=0). Wildcards do not name it. Allocates nothing.
bool namesMediaType(QByteArrayView accept, QByteArrayView type);

} // namespace holdfast::http
