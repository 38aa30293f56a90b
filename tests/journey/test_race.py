# SPDX-License-Identifier: GPL-3.0-only
"""A crowd races for the last units: exactly as many are served as there are, at every repetition."""

import collections
import threading
import unittest

from program.case import ConsoleCase
from program.client import Answer

CLIENTS = 400
UNITS = 50
REPETITIONS = 6
THREADS = 8


class Crowd:
    """Clients with open connections that ask at the same time."""

    def __init__(self, console, size):
        self._clients = [console.client() for _ in range(size)]
        self._answers = [None] * size
        for client in self._clients:
            client.get("/livez")

    def close(self):
        for client in self._clients:
            client.close()

    def race(self, path, body, name):
        """Everybody asks once, as a customer of their own; all answers, in the order of the clients."""
        start = threading.Barrier(THREADS)
        runners = [threading.Thread(target=self._run, args=(part, start, path, body, name)) for part in range(THREADS)]
        for runner in runners:
            runner.start()
        for runner in runners:
            runner.join()
        return self._answers

    def _run(self, part, start, path, body, name):
        mine = range(part, len(self._clients), THREADS)
        start.wait()
        for number in mine:
            self._clients[number].send("POST", path, body, user=f"{name}-{number}")
        for number in mine:
            self._answers[number] = self._clients[number].receive()


def faults_of(answers):
    """What is wrong with the answers of a race in which everybody wanted one of the UNITS."""
    faults = []
    counts = collections.Counter((answer.status, answer.code) for answer in answers)
    if counts != {(201, None): UNITS, (409, "OUT_OF_STOCK"): CLIENTS - UNITS}:
        faults.append(f"answers {dict(counts)}")
    holds = [answer.data for answer in answers if answer.status == 201]
    if len({hold["reservation"]["id"] for hold in holds}) != len(holds):
        faults.append("a reservation was handed out twice")
    # Each answer tells what was left after it: every number once.
    if sorted(hold["product"]["available_stock"] for hold in holds) != list(range(UNITS)):
        faults.append("two holds took the same unit")
    return faults


class TheRace(ConsoleCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.crowd = Crowd(cls.console, CLIENTS)
        cls.addClassCleanup(cls.crowd.close)

    def test_as_many_are_served_as_there_are(self):
        for repetition in range(REPETITIONS):
            with self.subTest(repetition=repetition):
                product = self.make_product(total_stock=UNITS)
                answers = self.crowd.race("/reservations", {"product_id": product}, f"racer-{repetition}")
                self.assertEqual(faults_of(answers), [])
                self.assertEqual(self.stock_of(product), (0, UNITS, 0))

    def test_one_customer_holds_once_however_often_asked(self):
        product = self.make_product(total_stock=UNITS)
        bodies = {"product_id": product, "user_id": "the-same"}
        answers = []
        threads = [threading.Thread(target=self.ask_alone, args=(bodies, answers)) for _ in range(40)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(collections.Counter((answer.status, answer.code) for answer in answers),
                         {(201, None): 1, (409, "ALREADY_RESERVED"): 39})

    def ask_alone(self, body, answers):
        with self.console.client() as client:
            answers.append(client.post("/reservations", body))


class TheJudge(unittest.TestCase):
    """Negative controls: answers of a race that went wrong."""

    def setUp(self):
        sold_out = Answer(409, {}, {"error": {"code": "OUT_OF_STOCK"}})
        self.answers = [hold(f"r{left}", left) for left in range(UNITS)] + [sold_out] * (CLIENTS - UNITS)

    def test_passes_a_good_race(self):
        self.assertEqual(faults_of(self.answers), [])

    def test_sees_one_unit_too_many(self):
        self.answers[-1] = hold("one-more", 0)
        self.assertTrue(faults_of(self.answers))

    def test_sees_one_unit_too_few(self):
        self.answers[0] = self.answers[-1]
        self.assertTrue(faults_of(self.answers))

    def test_sees_a_reservation_handed_out_twice(self):
        self.answers[0] = hold("r1", 0)
        self.assertEqual(faults_of(self.answers), ["a reservation was handed out twice"])

    def test_sees_two_holds_of_the_same_unit(self):
        self.answers[0] = hold("r0", 1)
        self.assertEqual(faults_of(self.answers), ["two holds took the same unit"])


def hold(reservation, left):
    return Answer(201, {}, {"data": {"reservation": {"id": reservation}, "product": {"available_stock": left}}})


if __name__ == "__main__":
    unittest.main()
