# SPDX-License-Identifier: GPL-3.0-only
"""The negative controls: a run that lost or invented something does not count, on made-up and on real rows."""

import unittest
from types import SimpleNamespace

from holdfast_shop import HoldfastShop
from load_run import finish_load, start_load
from sitting import Sitting
from verdict import Void, check_answers, check_rows


class TheVerdict(unittest.TestCase):
    def test_passes_a_good_run(self):
        check_rows(500, 500)
        check_answers({201: 495, 409: 5}, allowed=(201, 409))

    def assert_void(self, part, check, *arguments):
        with self.assertRaises(Void) as caught:
            check(*arguments)
        self.assertIn(part, str(caught.exception))

    def test_sees_a_lost_row(self):
        self.assert_void("500 accepted, but 499 rows", check_rows, 500, 499)

    def test_sees_an_invented_row(self):
        self.assert_void("500 accepted, but 501 rows", check_rows, 500, 501)

    def test_sees_stock_that_does_not_add_up(self):
        self.assert_void("product 7", check_rows, 500, 500, ["stock of product 7 does not add up"])

    def test_sees_answers_out_of_place(self):
        self.assert_void("503", check_answers, {201: 499, 503: 1}, (201,))

    def test_sees_that_nothing_was_answered(self):
        self.assert_void("nothing", check_answers, {}, (201,))


class ASitting(unittest.TestCase):
    def setUp(self):
        self.sitting = Sitting(SimpleNamespace(tries=3))

    def runs(self, *shares):
        left = list(shares)
        return self.sitting.undisturbed("case", lambda: SimpleNamespace(foreign=left.pop(0))).foreign, len(left)

    def test_takes_the_first_run_that_nobody_disturbed(self):
        self.assertEqual(self.runs(0.01, 0.0, 0.0), (0.01, 2))
        self.assertEqual(self.runs(0.5, 0.02, 0.0), (0.02, 1))
        self.assertEqual(self.sitting.notes, [])

    def test_gives_up_after_some_tries_and_says_so(self):
        self.assertEqual(self.runs(0.5, 0.2, 0.3), (0.2, 0))
        self.assertIn("20%", self.sitting.notes[0])

    def test_goes_on_after_a_void_run_without_its_figures(self):
        def case(sitting):
            check_rows(2, 1)
            sitting.figures.add("case.rate", 1)

        self.sitting.attempt_case("case", case)
        self.assertEqual(self.sitting.figures.values("case.rate"), [])
        self.assertEqual(self.sitting.figures.values("void"), ["case"])


class ARealDatabase(unittest.TestCase):
    def test_a_row_that_gets_lost_is_seen(self):
        shop = self.enterContext(HoldfastShop())
        shop.start()
        products = shop.new_products(1)
        run = finish_load(start_load(shop.reserve_request(), shop.ports, products=products, count=500, connections=8))
        check_answers(run.answers, (201,))
        check_rows(run.accepted, shop.rows(products), shop.faults(products))
        shop.database.query("ALTER TABLE reservations DISABLE TRIGGER USER;"
                            "DELETE FROM reservations WHERE id = (SELECT id FROM reservations LIMIT 1)")
        with self.assertRaisesRegex(Void, "500 accepted, but 499 rows") as caught:
            check_rows(run.accepted, shop.rows(products), shop.faults(products))
        self.assertIn("audit", str(caught.exception))


if __name__ == "__main__":
    unittest.main()
