// SPDX-License-Identifier: GPL-3.0-only
// Starts a private cluster in the folder named on the command line, prints "ready <postmaster>" or
// "refused <code> <message>", and then waits until standard input ends.
#include "database/postgres/private_cluster.h"

#include <QCoreApplication>

#include <iostream>
#include <string>

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    holdfast::ClusterOptions options;
    options.folder = QCoreApplication::arguments().value(1);
    holdfast::PrivateCluster cluster(options);
    if (const auto endpoint = cluster.start(); !endpoint) {
        std::cout << "refused " << int(endpoint.error().code) << ' ' << endpoint.error().message.toStdString()
                  << std::endl;
        return 1;
    }
    std::cout << "ready " << cluster.serverProcessId() << std::endl;
    std::string line;
    std::getline(std::cin, line);
    return 0;
}
