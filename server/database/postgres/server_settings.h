// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include <QStringList>

namespace holdfast {

class ClusterFolder;

/// Settings that hold the promise or belong to this place. They go on the command line, where neither
/// postgresql.conf nor ALTER SYSTEM can override them.
QStringList fixedServerSettings(const ClusterFolder &folder, const QString &socketFolder);

/// Lines for the end of a new cluster's postgresql.conf: what suits Holdfast and an operator may change.
QByteArray initialServerSettings();

/// Shown in the title of every server process of this cluster, so that orphans can be told from others.
QString clusterName(const ClusterFolder &folder);

} // namespace holdfast
