# SPDX-License-Identifier: GPL-3.0-only
"""SIGTERM: what is in flight is answered, nothing new is let in, and nothing is left behind."""

import socket
import time
import unittest

from program import processes
from program.console import Console
from program.waiting import wait_for

COMMAND_SECONDS_MAX = 2
ATTEMPTS_MAX = 5
# A second by contract; the rest is for a busy machine.
RETURN_SECONDS_MAX = 1 + 3


class Stopping(unittest.TestCase):
    def setUp(self):
        self.console = Console("--open-access")
        self.addCleanup(self.console.remove)
        self.console.start()

    def make_product(self):
        with self.console.client() as api:
            return api.post("/products", {"name": "lamp", "total_stock": 5}).data["id"]

    def test_finishes_what_is_in_flight_and_leaves_nothing(self):
        product = self.make_product()
        for _ in range(ATTEMPTS_MAX):
            socket_folder = self.console.cluster.socket_folder
            answer, seconds = self.stop_with_a_reservation_in_flight(product)
            self.assertEqual(self.console.wait(), 0)
            self.assertEqual(processes.mentioning(str(self.console.data_directory)), [])
            self.assertFalse(socket_folder.exists())
            if answer.status != 503 or seconds < COMMAND_SECONDS_MAX:
                break
            self.console.start()
        self.assertEqual(answer.status, 201, answer.body)
        self.assert_survived(answer.data["reservation"]["id"])

    def stop_with_a_reservation_in_flight(self, product):
        """Its answer, and how long it was in flight: a machine can be too busy for a command's two seconds."""
        late = HalfRequest(self.console.port, "/readyz")
        with self.console.database.session() as session, self.console.client() as buyer:
            # The row's lock keeps the reservation in flight until we let go of it.
            session.execute("BEGIN")
            session.execute(f"SELECT 1 FROM products WHERE id = {product} FOR UPDATE")
            began = time.monotonic()
            buyer.send("POST", "/reservations", {"product_id": product}, user="ada")
            wait_for(lambda: self.console.database.number(
                "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"), "the reservation waits")
            self.console.terminate()
            wait_for(lambda: self.console.has_logged("Stopping."), "the signal arrives")
            wait_for(lambda: not accepts(self.console.port), "the port closes")
            self.assertTrue(late.finish().startswith(b"HTTP/1.1 503 "))
            session.execute("ROLLBACK")
            return buyer.receive(), time.monotonic() - began

    def assert_survived(self, reservation):
        self.console.start()
        with self.console.client() as api:
            self.assertEqual(api.get(f"/reservations/{reservation}", user="ada").data["status"], "active")
        self.assertEqual(self.console.stop(), 0)

    def test_holds_that_fell_due_meanwhile_are_back(self):
        with self.console.client() as api:
            product = api.post("/products", {"name": "lamp", "total_stock": 1, "hold_seconds": 1}).data["id"]
            self.assertEqual(api.post("/reservations", {"product_id": product}, user="ada").status, 201)
            due = time.monotonic() + 1
        self.assertEqual(self.console.stop(), 0)
        wait_for(lambda: time.monotonic() > due, "the hold falls due")
        self.console.start()
        with self.console.client() as api:
            wait_for(lambda: api.get(f"/products/{product}/status").data["available_stock"] == 1,
                     "the unit is back in stock", seconds=RETURN_SECONDS_MAX)

    def test_ends_with_idle_connections_open(self):
        with self.console.client() as idle:
            self.assertEqual(idle.get("/livez").status, 200)
            self.assertEqual(self.console.stop(), 0)

    def test_ends_while_it_is_still_starting(self):
        self.assertEqual(self.console.stop(), 0)
        self.console.launch()
        wait_for(lambda: self.console.log_path.stat().st_size > 0 or self.console.cluster.postmaster, "it begins to start")
        self.assertEqual(self.console.stop(), 0)
        self.assertEqual(processes.mentioning(str(self.console.data_directory)), [])

    def test_what_a_kill_leaves_is_seen(self):
        """The negative control of "nothing is left"."""
        self.console.kill()
        self.assertTrue(processes.mentioning(str(self.console.data_directory)))
        self.assertTrue(self.console.cluster.socket_folder.exists())


class HalfRequest:
    """A request of which the server has the first half."""

    def __init__(self, port, target):
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=60)
        self._socket.sendall(f"GET {target} HTTP/1.1\r\nHost: localhost\r\n".encode())

    def finish(self):
        """Sends the rest, gives the response."""
        with self._socket:
            self._socket.sendall(b"\r\n")
            return b"".join(iter(lambda: self._socket.recv(65536), b""))


def accepts(port):
    try:
        socket.create_connection(("127.0.0.1", port), timeout=5).close()
        return True
    except OSError:
        return False


if __name__ == "__main__":
    unittest.main()
