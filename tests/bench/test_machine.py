# SPDX-License-Identifier: GPL-3.0-only
"""Who used the processors, on made-up and on real processes."""

import os
import subprocess
import sys
import time
import unittest

from machine import (PROCESSORS, TICKS_PER_SECOND, Process, Snapshot, family_seconds, foreign_share, parse_process,
                     parse_totals, take_snapshot)

STAT = "77 (a (strange) name) S 7 77 77 0 -1 4194304 5 6 0 0 11 12 13 14 20 0 1 0 100 0 0"
KERNEL_STAT = "9 (kworker/0:1) I 2 0 0 0 -1 69238880 0 0 0 0 5 6 0 0 20 0 1 0 100 0 0"
BURN = "import time\nend = time.monotonic() + 0.5\nwhile time.monotonic() < end: pass"


def snapshot(moment, busy, stolen=0, **ticks):
    """A harness 1 with a server 2 and its child 3, a stranger 4 and a kernel thread 5."""
    parents = {"own": 0, "server": 1, "child": 2, "stranger": 0, "kernel": 0}
    processes = {pid: Process(parents[name], name == "kernel", ticks.get(name, 0), ticks.get(name, 0))
                 for pid, name in enumerate(parents, start=1)}
    return Snapshot(moment, busy, stolen, processes)


class OnMadeUpProcesses(unittest.TestCase):
    def test_parsing(self):
        self.assertEqual(parse_totals("cpu  10 1 20 500 30 7 8 4 0 0\ncpu0 1"), (31, 4))
        self.assertEqual(parse_process(STAT), Process(7, False, 23, 50))
        self.assertEqual(parse_process(KERNEL_STAT), Process(2, True, 11, 11))

    def test_families(self):
        self.assertEqual(snapshot(0, 0).family([2]), {2, 3})
        self.assertEqual(snapshot(0, 0).family([1, 99]), {1, 2, 3})

    def test_what_is_ours_or_the_kernels_is_not_foreign(self):
        before = snapshot(0, 0)
        self.assertEqual(foreign_share(before, snapshot(1, 100, own=10, server=40, child=30, kernel=20), [1]), 0)

    def test_a_stranger_is(self):
        share = 100 / (TICKS_PER_SECOND * PROCESSORS)
        self.assertAlmostEqual(foreign_share(snapshot(0, 0), snapshot(1, 150, own=50, stranger=100), [1]), share)
        self.assertAlmostEqual(foreign_share(snapshot(0, 0), snapshot(1, 50, stolen=100, own=50), [1]), share)

    def test_one_that_ended_before_it_was_seen_is_too(self):
        share = 100 / (TICKS_PER_SECOND * PROCESSORS)
        self.assertAlmostEqual(foreign_share(snapshot(0, 0), snapshot(1, 150, own=50), [1]), share)

    def test_seconds_are_of_a_whole_family(self):
        after = snapshot(1, 0, server=TICKS_PER_SECOND, child=TICKS_PER_SECOND)
        self.assertEqual(family_seconds(snapshot(0, 0), after, [2]), 2)


class OnRealProcesses(unittest.TestCase):
    def test_a_child_that_ended_counts_with_its_parent(self):
        before = take_snapshot()
        subprocess.run([sys.executable, "-c", BURN], check=True)
        took = family_seconds(before, take_snapshot(), [os.getpid()])
        self.assertGreater(took, 0.05)

    def test_one_that_is_not_ours_is_foreign(self):
        before = take_snapshot()
        with subprocess.Popen([sys.executable, "-c", BURN]) as stranger:
            while stranger.poll() is None:
                time.sleep(0.01)
        after = take_snapshot()
        self.assertGreater(foreign_share(before, after, [1 << 30]), foreign_share(before, after, [os.getpid()]))


if __name__ == "__main__":
    unittest.main()
