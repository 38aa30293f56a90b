// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include <QString>

#include <optional>
#include <sys/types.h>

namespace holdfast {

/// What a running server says of itself in `postmaster.pid` of its data folder. Stays behind after a kill.
struct PostmasterFile
{
    enum class Status { Starting, Ready, Stopping };

    pid_t pid = 0;
    quint16 port = 0;
    QString socketFolder;
    Status status = Status::Starting;

    static QString pathIn(const QString &dataFolder) { return QString(dataFolder + u"/postmaster.pid"); }

    /// Nothing when the file is missing or does not start with a process id.
    static std::optional<PostmasterFile> read(const QString &dataFolder);
};

} // namespace holdfast
