# SPDX-License-Identifier: GPL-3.0-only
"""GET /metrics of the real program, as Prometheus would read it: with the API key of a storefront."""

import json
import resource
import subprocess
import time
import unittest
from pathlib import Path

from program.case import StorefrontCase
from program.console import REPOSITORY, run_to_end
from program.waiting import wait_for

JUDGE = REPOSITORY / "tests" / "support" / "metrics_judge.py"


class Metrics(StorefrontCase):
    def scrape(self):
        """{(name, labels as sorted pairs): value}, found to be without fault."""
        answer = self.api.get("/metrics")
        self.assertEqual((answer.status, answer.headers["content-type"]), (200, "text/plain; version=0.0.4; charset=utf-8"))
        verdict = json.loads(subprocess.run([JUDGE], input=answer.text, capture_output=True, text=True, check=True).stdout)
        self.assertEqual(verdict["faults"], [])
        return {(sample["name"], tuple(sorted(sample["labels"].items()))): sample["value"] for sample in verdict["samples"]}

    def test_is_for_those_who_run_the_shop(self):
        self.assert_refused(self.anyone.get("/metrics"), 401, "AUTH_REQUIRED")
        person = {"email": "ada@example.org", "password": "correct horse battery"}
        token = self.succeed(self.anyone.post("/auth/register", person), 201)["token"]
        self.assert_refused(self.anyone.get("/metrics", headers={"Authorization": f"Bearer {token}"}), 403, "FORBIDDEN")
        self.assertEqual(self.admin.get("/metrics").status, 200)
        self.assertEqual(self.api.get("/metrics").status, 200)

    def test_every_part_of_the_program_tells(self):
        names = {name for name, _ in self.scrape()}
        for name in ("holdfast_build_info", "holdfast_database_up", "holdfast_database_task_seconds_count",
                     "holdfast_holds_expired_total", "holdfast_http_request_duration_seconds_bucket", "holdfast_http_requests_total",
                     "holdfast_http_write_seconds_sum", "holdfast_lane_batch_commands_count", "holdfast_lane_stage_seconds_bucket",
                     "holdfast_live_readers", "holdfast_mail_attempts_total", "process_cpu_seconds_total"):
            self.assertIn(name, names)

    def test_what_a_customer_does_is_counted(self):
        product = self.make_product()
        before = self.scrape()
        self.succeed(self.api.post("/reservations", {"product_id": product}, user="eve"), 201)
        self.succeed(self.api.post("/checkout", {"product_id": product, "quantity": 1}, user="eve"), 201)
        after = self.scrape()

        def grown(name, **labels):
            return sum(after[name, pairs] - value for (key, pairs), value in before.items()
                       if key == name and labels.items() <= set(pairs))

        self.assertEqual(grown("holdfast_http_requests_total", route="reservations.create", status="2xx"), 1)
        self.assertEqual(grown("holdfast_http_requests_total", route="checkout.create"), 1)
        self.assertEqual(grown("holdfast_lane_commands_total"), 2)
        self.assertEqual(grown("holdfast_purchases_total"), 1)
        self.assertEqual(grown("holdfast_http_refusals_total"), 0)

    def test_the_process_is_the_program(self):
        figures = {name: value for (name, _), value in self.scrape().items()}
        folder = Path(f"/proc/{self.console.pid}")
        resident = int((folder / "statm").read_text(encoding="ascii").split()[1]) * resource.getpagesize()
        self.assertLess(abs(figures["process_resident_memory_bytes"] - resident), 0.25 * resident)
        self.assertLess(abs(figures["process_open_fds"] - len(list((folder / "fd").iterdir()))), 8)
        self.assertGreater(figures["process_cpu_seconds_total"], 0)
        self.assertLess(figures["process_start_time_seconds"], time.time() + 1)
        self.assertGreater(figures["process_start_time_seconds"], folder.stat().st_mtime - 60)
        version = next(dict(labels)["version"] for name, labels in self.scrape() if name == "holdfast_build_info")
        self.assertIn(version, run_to_end("--version").stdout)

    def test_mail_without_a_mail_server_is_told(self):
        product = self.make_product()
        person = {"email": "bea@example.org", "password": "correct horse battery"}
        bea = {"Authorization": "Bearer " + self.succeed(self.anyone.post("/auth/register", person), 201)["token"]}
        self.succeed(self.anyone.post("/reservations", {"product_id": product}, headers=bea), 201)
        self.succeed(self.anyone.post("/checkout", {"product_id": product, "quantity": 1}, headers=bea), 201)
        wait_for(lambda: self.scrape()["holdfast_mail_attempts_total", (("result", "not_sent"),)] == 1, "the mail is given up")


if __name__ == "__main__":
    unittest.main()
