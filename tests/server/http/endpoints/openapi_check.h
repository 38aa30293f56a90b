// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "http/endpoints/route_table.h"

#include <QJsonObject>
#include <QStringList>

namespace holdfast::test {

/// Where the document and the table of routes differ: an operation missing or beyond, another name or access,
/// security that does not follow from the access, parameters that are not those of the path. Empty when they
/// agree.
QStringList routeFaults(const QJsonObject &document, std::span<const http::TableRow> rows);

/// Where the document's error codes differ from the program's: codes missing or beyond, a code without its
/// status, an answer with a code of another status. Empty when they agree.
QStringList errorFaults(const QJsonObject &document);

} // namespace holdfast::test
