// SPDX-License-Identifier: GPL-3.0-only
// What ThreadSanitizer says of a value that a QThread wrote: thread_end WHEN reads it `waiting` (behind a
// wait() that began before the thread's end), `late` (behind one that began after it) or `early` (without
// any, which it must report).
#include <QThread>

#include <atomic>
#include <cstdio>
#include <string_view>

namespace {

class Writer final : public QThread
{
public:
    void run() override
    {
        if (isSlow)
            QThread::msleep(100);
        value = 1;
        hasWritten.store(true, std::memory_order_relaxed); // which orders nothing
    }

    bool isSlow = false;
    int value = 0;
    std::atomic<bool> hasWritten = false;
};

} // namespace

int main(int, char **arguments)
{
    const std::string_view when = arguments[1];
    Writer writer;
    writer.isSlow = when == "waiting";
    writer.start();
    while (when == "late" && !writer.isFinished())
        QThread::msleep(1);
    while (when == "early" && !writer.hasWritten.load(std::memory_order_relaxed))
        QThread::msleep(1);
    if (when != "early")
        writer.wait();
    std::printf("%d\n", writer.value);
    writer.wait();
}
