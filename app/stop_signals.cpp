// SPDX-License-Identifier: GPL-3.0-only
#include "app/stop_signals.h"

#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <system_error>

#include <fcntl.h>
#include <unistd.h>

namespace holdfast {

namespace {

constexpr std::array stopSignals{SIGTERM, SIGINT, SIGHUP};

/// What the handler may touch: lock-free atomics and write() are safe inside a signal handler, little else
/// is.
std::atomic<int> writeEnd = -1;
std::atomic<int> signalCount = 0;
static_assert(std::atomic<int>::is_always_lock_free);

void handleStop(int signalNumber)
{
    if (signalCount.fetch_add(1) > 0)
        _exit(128 + signalNumber);
    const int savedError = errno;
    const auto byte = static_cast<unsigned char>(signalNumber);
    [[maybe_unused]] const ssize_t written = write(writeEnd, &byte, 1);
    errno = savedError;
}

/// Makes the pipe whose writing end the handler uses; returns the reading end.
int openPipe()
{
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC | O_NONBLOCK) != 0)
        throw std::system_error(errno, std::generic_category(), "cannot make the pipe for signals");
    writeEnd = ends[1];
    return ends[0];
}

void setHandler(int signalNumber, void (*handler)(int))
{
    struct sigaction action
    {
    };
    action.sa_handler = handler;
    action.sa_flags = SA_RESTART;
    sigemptyset(&action.sa_mask);
    sigaction(signalNumber, &action, nullptr);
}

} // namespace

StopSignals::StopSignals(QObject *parent)
    : QObject(parent)
    , m_notifier(openPipe(), QSocketNotifier::Read)
{
    signalCount = 0;
    connect(&m_notifier, &QSocketNotifier::activated, this, &StopSignals::readSignal);
    for (const int signalNumber : stopSignals)
        setHandler(signalNumber, handleStop);
    setHandler(SIGPIPE, SIG_IGN);
}

StopSignals::~StopSignals()
{
    for (const int signalNumber : stopSignals)
        setHandler(signalNumber, SIG_DFL);
    m_notifier.setEnabled(false);
    close(writeEnd.exchange(-1));
    close(static_cast<int>(m_notifier.socket()));
}

void StopSignals::readSignal()
{
    unsigned char byte = 0;
    if (read(static_cast<int>(m_notifier.socket()), &byte, 1) == 1)
        emit stopRequested(byte);
}

} // namespace holdfast
