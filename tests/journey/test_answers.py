# SPDX-License-Identifier: GPL-3.0-only
"""What every answer has in common: the envelope, request ids in answer and log, who may write."""

import unittest

from program.case import ConsoleCase
from program.waiting import wait_for


class EveryAnswer(ConsoleCase):
    flags = ["--open-access", "--log-level", "debug"]

    def ask_for_everything(self):
        """Answers of every kind, with the status each must have."""
        ask = self.api.ask
        yield 200, ask("GET", "/products")
        yield 200, ask("GET", "/health")
        yield 200, ask("GET", "/readyz")
        yield 201, ask("POST", "/products", {"name": "anything", "total_stock": 1})
        yield 404, ask("GET", "/nowhere")
        yield 404, ask("GET", "/products/999999")
        yield 405, ask("DELETE", "/products")
        yield 415, ask("POST", "/reservations")
        yield 422, ask("POST", "/reservations", {})
        yield 401, ask("GET", "/reservations/me", headers={"Authorization": "Bearer nonsense"})

    def test_is_an_envelope_with_the_request_id(self):
        for status, answer in self.ask_for_everything():
            self.assertEqual(answer.status, status, answer.body)
            self.assertEqual(answer.body["success"], status < 400)
            self.assertEqual(answer.body["meta"]["requestId"], answer.headers["x-request-id"])
            self.assertEqual(answer.headers["content-type"].split(";")[0], "application/json")
            self.assertEqual("data" in answer.body, status < 400)
            if status >= 400:
                self.assertRegex(answer.code, r"^[A-Z][A-Z_]+$")
                self.assertTrue(answer.body["error"]["message"])

    def test_carries_the_request_id_of_the_client(self):
        answer = self.api.get("/products", headers={"X-Request-Id": "journey-1.2_3"})
        self.assertEqual(answer.body["meta"]["requestId"], "journey-1.2_3")
        self.assertEqual(answer.headers["x-request-id"], "journey-1.2_3")
        wait_for(lambda: any(entry.get("request_id") == "journey-1.2_3" for entry in self.console.log()),
                 "the log names the request")

    def test_makes_an_id_of_its_own_for_a_bad_one(self):
        for bad in ("x" * 65, "no spaces", "<script>"):
            answer = self.api.get("/products", headers={"X-Request-Id": bad})
            self.assertNotEqual(answer.headers["x-request-id"], bad)
            self.assertEqual(answer.headers["x-request-id"], answer.body["meta"]["requestId"])

    def test_names_every_fault_of_a_body_at_once(self):
        answer = self.api.post("/reservations", {"product_id": "x", "quantity": 0, "colour": "red"})
        self.assert_refused(answer, 422, "VALIDATION_ERROR")
        self.assertEqual(sorted(fault["field"] for fault in answer.details["fields"]),
                         ["colour", "product_id", "quantity", "user_id"])

    def test_the_log_is_json_lines(self):
        self.assertFalse([entry for entry in self.console.log() if entry["level"] == "text"])


class WithoutOpenAccess(ConsoleCase):
    flags = []

    def test_reading_is_free_and_writing_is_not(self):
        self.succeed(self.api.get("/products"), 200)
        self.succeed(self.api.get("/leaderboard"), 200)
        for path, body in (("/products", {"name": "x", "total_stock": 1}), ("/reservations", {"product_id": 1}),
                           ("/checkout", {"product_id": 1, "quantity": 1}), ("/internal/expire-now", None)):
            self.assert_refused(self.api.post(path, body, user="ada"), 401, "AUTH_REQUIRED")


if __name__ == "__main__":
    unittest.main()
