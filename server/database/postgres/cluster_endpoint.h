// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include <QString>

namespace holdfast {

/// All a client needs to connect: libpq's host (the folder of the socket), port, user, password and dbname.
struct ClusterEndpoint
{
    QString socketDirectory;
    quint16 port = 0;
    QString user;
    QString password;
    QString database;

    bool operator==(const ClusterEndpoint &) const = default;
};

} // namespace holdfast
