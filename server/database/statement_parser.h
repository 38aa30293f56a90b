// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "database/statement_book.h"

#include <expected>

namespace holdfast {

/// Makes a statement of SQL text: comments out, placeholders (`:name`, `?`) turned into $1, $2, …, the
/// closing semicolon off. The error says what is wrong: nothing there, more than one statement, an unclosed
/// quotation, or a spelling that the driver would mistake for a placeholder.
std::expected<Statement, QString> parseStatement(const QString &name, const QString &text);

} // namespace holdfast
