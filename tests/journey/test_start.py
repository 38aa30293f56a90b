# SPDX-License-Identifier: GPL-3.0-only
"""Starts that are refused, each with a code and a reason; and what a window and an adopted cluster add."""

import socket
import unittest

from program.console import Console, run_to_end


class RefusedStarts(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.console = Console("--open-access")
        cls.addClassCleanup(cls.console.remove)
        cls.console.start()

    def assert_refused(self, finished, code, reason):
        self.assertEqual(finished.returncode, code, finished.stderr)
        self.assertIn(reason, finished.stderr)
        complaints = [line for line in finished.stderr.splitlines() if line.startswith("holdfast: ")]
        self.assertEqual(len(complaints), 1, finished.stderr)

    def test_a_second_console_on_the_same_data(self):
        second = run_to_end("--headless", "--port", "0", "--data-dir", self.console.data_directory)
        self.assert_refused(second, 1, str(self.console.data_directory))
        self.assertIn(f"Another Holdfast (process {self.console.pid})", second.stderr)
        self.assertTrue(self.console.is_ready())

    def test_a_port_that_is_taken(self):
        with Console() as other:
            self.assertEqual(other.stop(), 0)
            other.launch("--port", str(self.console.port))
            self.assertEqual(other.wait(), 73)
            self.assertTrue(other.has_logged("holdfast: "), other.log())
            self.assertIsNone(other.cluster.postmaster)
            # The negative control: with a free port the same data folder serves.
            other.start()

    def test_a_database_that_does_not_answer(self):
        for url in ("postgresql://127.0.0.1:1/shop", "postgresql:///shop?host=/nonexistent"):
            self.assert_refused(run_to_end("--headless", "--port", "0", "--database-url", url), 69, "Cannot reach the database")

    def test_a_database_that_accepts_and_stays_silent(self):
        with socket.create_server(("127.0.0.1", 0)) as silent:
            url = f"postgresql://127.0.0.1:{silent.getsockname()[1]}/shop?connect_timeout=2"
            self.assert_refused(run_to_end("--headless", "--port", "0", "--database-url", url), 69, "Cannot reach")

    def test_flags_that_do_not_fit(self):
        for flags, reason in ((["--nonsense"], "--nonsense"), (["--port", "70000"], "--port"),
                              (["--open-access", "--bind", "0.0.0.0"], "loopback"),
                              (["--reservation-ttl", "soon"], "--reservation-ttl"), (["serve"], "serve")):
            with self.subTest(flags=flags):
                self.assert_refused(run_to_end(*flags), 2, reason)

    def test_an_environment_that_does_not_fit(self):
        for name in ("PORT", "RESERVATION_TTL_SECONDS", "MAX_PURCHASE_QUANTITY", "HOLDFAST_BIND", "DATABASE_URL"):
            with self.subTest(variable=name):
                self.assert_refused(run_to_end("--headless", **{name: "!"}), 78, name)

    def test_a_data_folder_that_belongs_to_somebody_else(self):
        (self.console.folder / "other" / "postgres").mkdir(parents=True)
        (self.console.folder / "other" / "postgres" / "letters.txt").write_text("private", encoding="utf-8")
        self.assert_refused(run_to_end("--headless", "--port", "0", "--data-dir", self.console.folder / "other"),
                            78, "other/postgres")


class AfterAKill(unittest.TestCase):
    def test_the_cluster_left_running_is_taken_over(self):
        with Console("--open-access") as console:
            with console.client() as api:
                product = api.post("/products", {"name": "lamp", "total_stock": 5}).data["id"]
            postmaster = console.cluster.postmaster
            console.kill()
            self.assertEqual(console.cluster.postmaster, postmaster)
            console.start()
            self.assertEqual(console.cluster.postmaster, postmaster)
            self.assertTrue(console.has_logged("Took over the PostgreSQL left running"))
            with console.client() as api:
                self.assertEqual(api.get(f"/products/{product}").data["name"], "lamp")


class TheWindow(unittest.TestCase):
    def test_serves_and_ends_on_a_signal(self):
        with Console("--open-access", has_window=True, QT_QPA_PLATFORM="offscreen") as console:
            self.assertFalse(console.has_logged("Serving without a window"))
            self.assertEqual(console.stop(), 0)

    def test_is_left_out_where_there_is_no_display(self):
        with Console(has_window=True, QT_QPA_PLATFORM="xcb", DISPLAY=":4711") as console:
            self.assertTrue(console.has_logged("Serving without a window"))
            self.assertEqual(console.stop(), 0)


if __name__ == "__main__":
    unittest.main()
