// SPDX-License-Identifier: GPL-3.0-only
#include "tests/server/http/server_process.h"

#include <QCoreApplication>
#include <QSocketNotifier>

#include <csignal>
#include <cstdio>

#include <sys/signalfd.h>
#include <unistd.h>

void ServerProcess::prepare()
{
    sigset_t handled;
    sigemptyset(&handled);
    sigaddset(&handled, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &handled, nullptr);
}

int ServerProcess::run(QCoreApplication &application, quint16 port)
{
    sigset_t handled;
    sigemptyset(&handled);
    sigaddset(&handled, SIGTERM);
    QSocketNotifier terminated(signalfd(-1, &handled, SFD_CLOEXEC), QSocketNotifier::Read);
    QObject::connect(&terminated, &QSocketNotifier::activated, &application, &QCoreApplication::quit);
    // The test has gone, perhaps crashed: nobody is left to be graceful for.
    QSocketNotifier orphaned(STDIN_FILENO, QSocketNotifier::Read);
    QObject::connect(&orphaned, &QSocketNotifier::activated, &application, [] { _exit(0); });
    printf("%d\n", port);
    fflush(stdout);
    return application.exec();
}
