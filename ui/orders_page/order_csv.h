// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "domain/order.h"

#include <QByteArray>

namespace holdfast {

// Orders as comma-separated values (RFC 4180): UTF-8, lines end with CRLF, cells are quoted where they must
// be. A text that a spreadsheet would take for a formula (it begins with = + - @, a tab or a line end) gets
// an apostrophe in front: names are chosen by strangers.

/// The names of the columns, as one line.
QByteArray orderCsvHeader();

/// One line for each product of the order.
QByteArray orderCsvLines(const Order &order);

/// One cell: neutralised, and quoted where needed.
QByteArray csvCell(QString text);

} // namespace holdfast
