// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "database/postgres/cluster_error.h"

namespace holdfast {

class ClusterAccount;

/// Finds a folder for the server's socket that fits a Unix address and makes it (0700, owned by `account`).
/// `wanted` names it; empty chooses `holdfast-<hash>` under $XDG_RUNTIME_DIR (root: /run), the temporary
/// folder or /tmp, whichever fits first. Errors: SocketPathTooLong, NotOurs (for `wanted`), FolderFailed. Any
/// thread.
ClusterResult<QString> makeSocketFolder(const QString &wanted, const QString &hash,
                                        const ClusterAccount &account);

/// True when `<folder>/.s.PGSQL.<port>` fits a Unix address.
bool socketPathFits(const QString &folder);

/// Takes away what a killed server left, and the folder when makeSocketFolder chose its name.
void removeSocketFolder(const QString &folder);

} // namespace holdfast
