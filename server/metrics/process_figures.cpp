// SPDX-License-Identifier: GPL-3.0-only
#include "metrics/process_figures.h"

#include "metrics/registry.h"

#include <QFile>

#include <filesystem>

#include <sys/resource.h>
#include <unistd.h>

namespace holdfast::metrics {

namespace {

QByteArray contentsOf(const char *path)
{
    QFile file(QString::fromLatin1(path));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// The numbers of /proc/self/stat as proc(5) counts them, from the third on: what is before, the program's
/// name, may hold blanks and brackets.
double statField(int number)
{
    const auto stat = contentsOf("/proc/self/stat");
    const auto fields = stat.mid(stat.lastIndexOf(')') + 2).split(' ');
    return fields.value(number - 3).toDouble();
}

double clockTicks()
{
    return static_cast<double>(sysconf(_SC_CLK_TCK));
}

double bootedAt()
{
    const auto stat = contentsOf("/proc/stat");
    const auto line = stat.indexOf("\nbtime ");
    return line < 0 ? 0 : stat.mid(line + 7, stat.indexOf('\n', line + 1) - line - 7).toDouble();
}

double startedAt()
{
    return bootedAt() + statField(22) / clockTicks();
}

double secondsOf(const timeval &time)
{
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
}

double processorSeconds()
{
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return secondsOf(usage.ru_utime) + secondsOf(usage.ru_stime);
}

double virtualBytes()
{
    return statField(23);
}

double residentBytes()
{
    return statField(24) * static_cast<double>(sysconf(_SC_PAGESIZE));
}

double openDescriptors()
{
    std::error_code failed;
    const std::filesystem::directory_iterator entries("/proc/self/fd", failed);
    // One is our own, for reading the folder.
    return failed ? 0 : static_cast<double>(std::distance(begin(entries), end(entries)) - 1);
}

double descriptorsMax()
{
    rlimit limit{};
    getrlimit(RLIMIT_NOFILE, &limit);
    return static_cast<double>(limit.rlim_cur);
}

} // namespace

void addProcessFigures(Registry &registry)
{
    registry.addCounter("process_cpu_seconds_total", "Total user and system CPU time spent in seconds.",
                        processorSeconds);
    registry.addGauge("process_virtual_memory_bytes", "Virtual memory size in bytes.", virtualBytes);
    registry.addGauge("process_resident_memory_bytes", "Resident memory size in bytes.", residentBytes);
    registry.addGauge("process_open_fds", "Number of open file descriptors.", openDescriptors);
    registry.addGauge("process_max_fds", "Maximum number of open file descriptors.", descriptorsMax);
    registry.addGauge("process_start_time_seconds", "Start time of the process since unix epoch in seconds.",
                      [started = startedAt()] { return started; });
}

} // namespace holdfast::metrics
