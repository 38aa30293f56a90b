# SPDX-License-Identifier: GPL-3.0-only
"""--demo: a sale that moves by itself, in which a stranger can buy."""

import unittest

from program.case import ConsoleCase
from program.waiting import wait_for


class TheDemo(ConsoleCase):
    flags = ["--demo"]

    def sold_and_held(self):
        items = self.api.get("/products?limit=100").data["items"]
        return sum(item["sold_stock"] for item in items), sum(item["reserved_stock"] for item in items)

    def test_moves_by_itself(self):
        wait_for(lambda: self.sold_and_held()[1] > 0, "a shopper holds something")
        wait_for(lambda: self.sold_and_held()[0] > 0, "a shopper buys something")
        board = self.succeed(self.api.get("/leaderboard"), 200)
        self.assertGreater(board["pagination"]["total"], 0)

    def test_sells_product_1_to_a_stranger(self):
        """What the tour in README.md begins with; sold out is refilled by the demo's operator."""
        hold = wait_for(lambda: self.reserve_one(), "product 1 is to be had")
        self.succeed(self.api.post("/checkout", {"reservation_id": hold["reservation"]["id"]}, user="ada"), 201)

    def reserve_one(self):
        answer = self.api.post("/reservations", {"product_id": 1, "quantity": 1}, user="ada")
        self.assertIn((answer.status, answer.code), [(201, None), (409, "OUT_OF_STOCK")], answer.body)
        return answer.data


class WithoutTheDemo(ConsoleCase):
    def test_nothing_is_for_sale(self):
        """The negative control: what moves above is the demo's doing."""
        self.assertEqual(self.succeed(self.api.get("/products"), 200)["items"], [])


if __name__ == "__main__":
    unittest.main()
