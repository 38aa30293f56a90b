// SPDX-License-Identifier: GPL-3.0-only
// Only in builds for ThreadSanitizer. Whoever has waited for a QThread sees everything that it did. The
// sanitizer does not know: Qt, built without it, tells the waiting one by a lock of its own (a futex). So the
// end of a thread is told to it here, by a start() and a wait() that stand before Qt's. Nothing else is
// ordered by this: a thread that nobody waits for, or whose wait() runs out of time, is watched as before.
#include <QThread>

#include <dlfcn.h>
#include <sanitizer/tsan_interface.h>

namespace {

template <typename Function>
Function inQt(const char *symbol)
{
    return reinterpret_cast<Function>(dlsym(RTLD_NEXT, symbol));
}

} // namespace

void QThread::start(Priority priority)
{
    static const auto start = inQt<void (*)(QThread *, Priority)>("_ZN7QThread5startENS_8PriorityE");
    // Emitted by the thread itself, behind its run().
    connect(
        this, &QThread::finished, this, [this] { __tsan_release(this); }, Qt::DirectConnection);
    start(this, priority);
}

bool QThread::wait(QDeadlineTimer deadline)
{
    static const auto wait = inQt<bool (*)(QThread *, QDeadlineTimer)>("_ZN7QThread4waitE14QDeadlineTimer");
    const bool hasEnded = wait(this, deadline);
    if (hasEnded)
        __tsan_acquire(this);
    return hasEnded;
}
