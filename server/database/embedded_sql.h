// SPDX-License-Identifier: GPL-3.0-only
#pragma once

namespace holdfast {

/// Makes the .sql files built into the program readable below :/sql. Any thread, any number of times.
void loadEmbeddedSql();

} // namespace holdfast
