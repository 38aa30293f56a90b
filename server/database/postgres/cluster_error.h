// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include <QString>

#include <expected>

namespace holdfast {

enum class ClusterErrorCode {
    NoInstallation, ///< no usable PostgreSQL on this machine
    VersionNotInstalled, ///< the data is of a major version that is not installed
    NotOurs, ///< the folder belongs to somebody else or holds something Holdfast did not make
    OutOfReach, ///< the account that runs PostgreSQL cannot enter a folder on the way
    AccountRefused, ///< the account to run PostgreSQL as does not exist or cannot be used
    Locked, ///< another Holdfast uses the folder
    SocketPathTooLong, ///< no room for the socket's name in a Unix address (107 bytes)
    DiskFull, ///< too little space before, or none left during the work
    FolderFailed, ///< a folder or file could not be made, read or written
    InitFailed, ///< initdb or the creation of the database failed
    StartFailed, ///< the server ended or stayed silent during its start
    Interrupted, ///< somebody asked to stop while the start was under way
};

/// Why there is no running cluster: `message` says what is wrong, `remedy` what the operator can do about it.
struct ClusterError
{
    ClusterErrorCode code;
    QString message;
    QString remedy;

    /// Both sentences, for a log or a terminal.
    QString text() const { return remedy.isEmpty() ? message : QString(message + u'\n' + remedy); }
};

template <typename T>
using ClusterResult = std::expected<T, ClusterError>;

inline std::unexpected<ClusterError> clusterRefusal(ClusterErrorCode code, QString message,
                                                    QString remedy = {})
{
    return std::unexpected(ClusterError{code, std::move(message), std::move(remedy)});
}

} // namespace holdfast
