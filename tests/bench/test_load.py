# SPDX-License-Identifier: GPL-3.0-only
"""The generator against a small server that writes down what it is asked."""

import json
import socketserver
import threading
import time
import unittest

from load_run import finish_load, request, start_load
from verdict import Void

TEXT = request("POST", "/{product}", '{"product":{product:10}}', X_User_Id="u{buyer}", Idempotency_Key="{key}")


class Handler(socketserver.StreamRequestHandler):
    def handle(self):
        while line := self.rfile.readline():
            headers = {}
            while (field := self.rfile.readline().decode()) != "\r\n":
                name, _, value = field.partition(": ")
                headers[name] = value.strip()
            body = json.loads(self.rfile.read(int(headers["Content-Length"])))
            self.server.asked.append((line.split()[1].decode(), headers["X-User-Id"], headers["Idempotency-Key"],
                                      body["product"]))
            time.sleep(self.server.pause)
            self.wfile.write(self.server.answer)


class Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    request_queue_size = 64
    answer = b"HTTP/1.1 201 Created\r\ncontent-length: 2\r\nX-A: b\r\n\r\n{}"
    pause = 0.0


class TheGenerator(unittest.TestCase):
    def setUp(self):
        self.server = self.enterContext(Server(("127.0.0.1", 0), Handler))
        self.server.asked = []
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.addCleanup(self.server.shutdown)

    def load(self, **options):
        return finish_load(start_load(TEXT, [self.server.server_address[1]], **{"connections": 4, **options}))

    def buyers(self):
        return [(user, product) for _, user, _, product in self.server.asked]

    def test_asks_so_often_and_counts_every_answer(self):
        run = self.load(count=500)
        self.assertEqual((run.answers, run.accepted, run.buyers, len(self.server.asked)), ({201: 500}, 500, 500, 500))
        self.assertEqual(len({key for _, _, key, _ in self.server.asked}), 500)
        self.assertEqual(len(set(self.buyers())), 500)
        self.assertIn(("/1", "u00000000", 1), {(path, user, product) for path, user, _, product in self.server.asked})

    def test_awaits_what_is_under_way_when_time_is_over(self):
        self.server.pause = 0.2
        run = self.load(seconds=0.5)
        self.assertEqual(run.accepted, len(self.server.asked))
        self.assertGreaterEqual(run.slowest_ms(), 150)

    def test_goes_to_the_next_product_after_a_round_of_buyers(self):
        self.load(count=300, buyers=100, products=[5, 123456, 7])
        self.assertEqual(sorted(self.buyers()), sorted((f"u{n:08}", product) for n in range(100) for product in (5, 7, 123456)))

    def test_spreads_buyers_so_that_nobody_meets_a_product_twice(self):
        self.load(count=400, buyers=100, products=list(range(1, 11)), spread="yes")
        self.assertEqual(len(set(self.buyers())), 400)
        self.assertEqual({product for _, product in self.buyers()[:100]}, set(range(1, 11)))

    def test_repeats_buyers_under_new_keys(self):
        run = self.load(count=1000, repeats=0.1, connections=1)
        self.assertEqual(len(set(self.buyers())), run.buyers)
        self.assertTrue(850 < run.buyers < 950, run.buyers)
        self.assertEqual(len({key for _, _, key, _ in self.server.asked}), 1000)

    def test_a_warm_up_is_answered_but_not_timed(self):
        run = self.load(warm_up=0.3, seconds=0.3)
        timed = sum(count for part in run.report["slices"] for _, count in part)
        self.assertEqual(run.accepted, len(self.server.asked))
        self.assertTrue(0 < timed < run.accepted)

    def test_a_broken_answer_voids_the_run(self):
        self.server.answer = b"HTTP/1.1 200 OK\r\n\r\n"
        with self.assertRaises(Void):
            self.load(count=1)

    def test_nobody_there_voids_the_run(self):
        with self.assertRaises(Void):
            finish_load(start_load(TEXT, [1], count=1))


if __name__ == "__main__":
    unittest.main()
