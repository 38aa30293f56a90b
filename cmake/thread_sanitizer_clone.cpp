// SPDX-License-Identifier: GPL-3.0-only
// Only in builds for ThreadSanitizer. QProcess starts its children by clone(CLONE_VM | CLONE_VFORK), and what
// the sanitizer of g++ 12 puts before clone() takes every child for one with memory of its own: it declares
// the threads of the program dead and looks away from what the caller does, for good. So children get memory
// of their own here: this clone() stands before the sanitizer's, and forks.
#include <cstdarg>

#include <sched.h>
#include <sys/syscall.h>
#include <unistd.h>

extern "C" int clone(int (*function)(void *), void * /*stack*/, int flags, void *argument, ...)
{
    const pid_t child = fork();
    if (child == 0)
        _exit(function(argument));
    if (child > 0 && (flags & CLONE_PIDFD) != 0) {
        va_list more;
        va_start(more, argument);
        *va_arg(more, int *) = static_cast<int>(syscall(SYS_pidfd_open, child, 0U));
        va_end(more);
    }
    return child;
}
