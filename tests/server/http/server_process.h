// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include <QtGlobal>

class QCoreApplication;

/// What a server under test does as a process, whichever server it is.
class ServerProcess final
{
public:
    /// Before the first thread: the signal that ends it is taken by run() alone.
    static void prepare();
    /// Prints the port, then runs until stdin ends (at once) or SIGTERM comes (to be followed by a graceful
    /// stop).
    static int run(QCoreApplication &application, quint16 port);
};
