// SPDX-License-Identifier: GPL-3.0-only
#include "database/postgres/server_settings.h"

#include "database/postgres/cluster_folder.h"
#include "database/postgres/cluster_limits.h"

namespace holdfast {

using namespace Qt::StringLiterals;

QString clusterName(const ClusterFolder &folder)
{
    return u"holdfast-%1"_s.arg(folder.shortHash());
}

QStringList fixedServerSettings(const ClusterFolder &folder, const QString &socketFolder)
{
    // The setting is a list, so a path is quoted: it may hold a comma.
    const QString quoted = u'"' + QString(socketFolder).replace(u'"', u"\"\""_s) + u'"';
    const QStringList settings{
        u"listen_addresses="_s,
        u"port=%1"_s.arg(cluster_limits::port),
        u"unix_socket_directories=%1"_s.arg(quoted),
        u"unix_socket_permissions=0700"_s,
        u"fsync=on"_s,
        u"full_page_writes=on"_s,
        u"synchronous_commit=on"_s,
        u"restart_after_crash=on"_s,
        u"log_destination=stderr"_s,
        u"logging_collector=off"_s, // ServerLog bounds the file by size; the collector only rotates
        u"cluster_name=%1"_s.arg(clusterName(folder)),
    };
    QStringList arguments;
    for (const QString &setting : settings)
        arguments << u"-c"_s << setting;
    return arguments;
}

QByteArray initialServerSettings()
{
    // max_connections (100) and shared_buffers (128 MB, or what the system allows) are initdb's choice.
    return R"(
# Holdfast: set once, when this cluster was made; change what you like. Addresses, durability and the log's
# place are given on the command line at every start.
timezone = 'UTC'
log_timezone = 'UTC'
log_line_prefix = '%m [%p] %q%u@%d %a '
log_checkpoints = off
log_min_duration_statement = 500ms
log_parameter_max_length = 0        # parameters may be personal data
log_parameter_max_length_on_error = 0
log_lock_waits = on
jit = off                           # short statements only: compiling costs more than it saves
autovacuum_naptime = 15s            # few rows, updated very often
)";
}

} // namespace holdfast
