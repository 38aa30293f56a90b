// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include <QByteArrayView>

namespace holdfast::http {

/// How deep arrays and objects nest, judged by the brackets outside strings; text that is no JSON gets some
/// number.
int jsonDepth(QByteArrayView text);

/// application/json or application/…+json, without a charset or with UTF-8.
bool isJsonContentType(QByteArrayView contentType);

} // namespace holdfast::http
