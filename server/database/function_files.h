// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "database/migrator.h"

#include <expected>
#include <vector>

namespace holdfast {

struct FunctionChanges
{
    int applied = 0;
    int dropped = 0;
};

/// Makes the functions of the schema what the files say, in one transaction: creates those whose text is new
/// or changed (dropping the old one where PostgreSQL cannot replace it), drops those whose file is gone. A
/// file NAME.sql holds one CREATE OR REPLACE FUNCTION NAME; files may refer to each other in any order.
std::expected<FunctionChanges, MigrationError> applyFunctions(Connection &connection,
                                                              const std::vector<SqlFile> &files);

} // namespace holdfast
