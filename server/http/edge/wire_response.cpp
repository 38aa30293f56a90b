// SPDX-License-Identifier: GPL-3.0-only
#include "http/edge/wire_response.h"

#include "http/edge/characters.h"

#include <algorithm>

namespace holdfast::http {

bool WireResponse::addHeader(QByteArrayView name, QByteArrayView value)
{
    const bool isClean = !name.isEmpty() && std::all_of(name.begin(), name.end(), characters::isToken)
        && std::all_of(value.begin(), value.end(), characters::isFieldValue);
    if (!isClean)
        return false;
    hasCacheControl = hasCacheControl || name.compare("cache-control", Qt::CaseInsensitive) == 0;
    hasContentSecurityPolicy =
        hasContentSecurityPolicy || name.compare("content-security-policy", Qt::CaseInsensitive) == 0;
    headers.append(name).append(": ").append(value).append("\r\n");
    return true;
}

} // namespace holdfast::http
