// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "database/statement_book.h"

namespace holdfast::test {

class TestDatabase;

/// The program's session statements and a few that show what crosses the connection.
const StatementBook &sampleBook();

/// A table `sample` with a constraint of each kind and one row (1, 1, 1).
void createSample(TestDatabase &database);

} // namespace holdfast::test
