// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include <QString>

namespace holdfast::http {

/// The little of CommonMark that descriptions in the API's document use, as HTML: paragraphs, headings (##),
/// `code` and **strong**. Everything else is shown as it stands; nothing of the text becomes markup by
/// itself.
QString proseHtml(const QString &text);

} // namespace holdfast::http
