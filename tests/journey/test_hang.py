# SPDX-License-Identifier: GPL-3.0-only
"""While PostgreSQL hangs: reads are refused soon; SIGTERM ends Holdfast all the same, in bounded time, and the
next start carries on."""

import os
import signal
import time
import unittest

from program.console import Console
from program.waiting import wait_for


class AHangingPostgreSql(unittest.TestCase):
    def test_does_not_keep_holdfast_from_ending(self):
        with Console("--open-access") as console:
            with console.client() as api:
                product = api.post("/products", {"name": "lamp", "total_stock": 5}).data["id"]
                self.assertEqual(api.post("/reservations", {"product_id": product}, user="ada").status, 201)
            frozen = console.cluster.processes
            self.addCleanup(send, frozen, signal.SIGCONT)
            send(frozen, signal.SIGSTOP)
            with console.client() as api:
                asked = time.monotonic()
                answer = api.get("/leaderboard")
                self.assertEqual((answer.status, answer.code), (503, "DB_UNAVAILABLE"))
                # 2 s, and some for a machine that is busy; the edge gives up after 15.
                self.assertLess(time.monotonic() - asked, 5)
            wait_for(lambda: not console.is_ready(), "Holdfast waits for an answer")
            console.terminate()
            # 1 says that it could not stop in order.
            self.assertEqual(console.wait(), 1)
            self.assertTrue(console.has_logged("does not answer"), console.log())
            send(frozen, signal.SIGCONT)
            console.start()
            with console.client() as api:
                self.assertEqual(api.get(f"/products/{product}/status").data["reserved_stock"], 1)
            self.assertEqual(console.stop(), 0)


def send(pids, number):
    for pid in pids:
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            pass


if __name__ == "__main__":
    unittest.main()
