# SPDX-License-Identifier: GPL-3.0-only
"""Who used the processors: those under test, and anybody else."""

import os
import time
from dataclasses import dataclass
from pathlib import Path

TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")
PROCESSORS = os.cpu_count()


@dataclass(frozen=True)
class Process:
    parent: int
    is_kernel: bool
    own_ticks: int
    all_ticks: int  # with those of children that ended


@dataclass(frozen=True)
class Snapshot:
    moment: float
    busy_ticks: int  # of all programs and the kernel on their behalf
    stolen_ticks: int  # what the machine's own host took
    processes: dict

    def family(self, roots):
        """The given processes and all below them."""
        found, waiting = set(), [pid for pid in roots if pid in self.processes]
        while waiting:
            pid = waiting.pop()
            found.add(pid)
            waiting += [child for child, process in self.processes.items() if process.parent == pid and child not in found]
        return found

    def family_ticks(self, roots):
        return sum(self.processes[pid].all_ticks for pid in self.family(roots))

    def kernel_ticks(self):
        return sum(process.own_ticks for process in self.processes.values() if process.is_kernel)


def take_snapshot():
    return Snapshot(time.monotonic(), *parse_totals(Path("/proc/stat").read_text(encoding="ascii")),
                    {int(entry.name): process for entry in Path("/proc").iterdir()
                     if entry.name.isdigit() and (process := _read_process(entry))})


def parse_totals(text):
    """(busy, stolen) of the first line of /proc/stat. Interrupts are left out: they are nobody's."""
    user, nice, system, _idle, _wait, _irq, _softirq, stolen = map(int, text.splitlines()[0].split()[1:9])
    return user + nice + system, stolen


def parse_process(text):
    """Of /proc/PID/stat, whose second field may hold spaces and brackets."""
    fields = text[text.rindex(")") + 2:].split()
    user, system, children_user, children_system = map(int, fields[11:15])
    is_kernel = bool(int(fields[6]) & 0x00200000)  # PF_KTHREAD
    own = user + system
    return Process(int(fields[1]), is_kernel, own, own + children_user + children_system)


def _read_process(entry):
    try:
        return parse_process((entry / "stat").read_text(encoding="utf-8", errors="replace"))
    except (OSError, ValueError):
        return None  # it ended meanwhile


def foreign_share(before, after, own_roots):
    """The part of all processors that neither those under test nor the kernel's own threads used, 0 to 1."""
    own = after.family_ticks(own_roots) - before.family_ticks(own_roots)
    kernel = after.kernel_ticks() - before.kernel_ticks()
    foreign = after.busy_ticks - before.busy_ticks - own - kernel + after.stolen_ticks - before.stolen_ticks
    available = (after.moment - before.moment) * TICKS_PER_SECOND * PROCESSORS
    return max(0.0, foreign / available)


def family_seconds(before, after, roots):
    return (after.family_ticks(roots) - before.family_ticks(roots)) / TICKS_PER_SECOND


def resident_megabytes(pid):
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS:")) / 1024
