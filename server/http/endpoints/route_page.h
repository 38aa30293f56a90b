// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include <QByteArray>
#include <QJsonObject>

namespace holdfast::http {

/// An OpenAPI document as a page to read, without any script: every operation with what it takes and answers.
/// UTF-8; its style sheet is docs/plain.css beside it.
QByteArray routePage(const QJsonObject &description);

} // namespace holdfast::http
