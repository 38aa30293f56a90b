# SPDX-License-Identifier: GPL-3.0-only
"""The whole life of a reservation, under the paths and spellings of the systems that Holdfast replaces."""

import unittest

from program.case import ConsoleCase
from program.waiting import wait_for


class TheLifeOfAReservation(ConsoleCase):
    def test_resource_paths(self):
        product = self.make_product()
        hold = self.succeed(self.api.post("/reservations", {"product_id": product, "quantity": 2}, user="ada"), 201)
        reservation = hold["reservation"]
        self.assertEqual((reservation["quantity"], reservation["status"]), (2, "active"))
        self.assertEqual(hold["product"]["available_stock"], 8)
        self.assertEqual(self.stock_of(product), (8, 2, 0))
        self.assert_refused(self.api.post("/reservations", {"product_id": product}, user="ada"), 409, "ALREADY_RESERVED")

        mine = self.succeed(self.api.get("/reservations/me", user="ada"), 200)
        self.assertIn(reservation["id"], [item["id"] for item in mine["items"]])
        read = self.succeed(self.api.get(f"/reservations/{reservation['id']}", user="ada"), 200)
        self.assertEqual(read["id"], reservation["id"])
        self.assert_refused(self.api.get(f"/reservations/{reservation['id']}", user="bob"), 404, "RESERVATION_NOT_FOUND")

        order = self.succeed(self.api.post("/checkout", {"reservation_id": reservation["id"], "total_amount": 9},
                                           user="ada"), 201)
        self.assertEqual((order["total_amount"], order["items"][0]["quantity"]), (9, 2))
        self.assertEqual(self.stock_of(product), (8, 0, 2))
        again = self.api.post("/checkout", {"reservation_id": reservation["id"]}, user="ada")
        self.assertEqual(again.status, 409, again.body)
        self.assertEqual(self.api.delete(f"/reservations/{reservation['id']}", user="ada").status, 409)

    def test_user_in_the_body_and_in_the_path(self):
        product = self.make_product()
        for base in ("", "/api", "/api/v1"):
            with self.console.client(base=base) as api:
                hold = self.succeed(api.post("/reserve", {"userId": "user123", "productId": str(product), "quantity": 1}), 201)
                holds = self.succeed(api.get("/users/user123/reservations"), 200)
                self.assertEqual([item["id"] for item in holds["items"]], [hold["reservation"]["id"]])
                self.succeed(api.delete(f"/reserve/user123/{product}"), 200)
                self.assertEqual(self.stock_of(product), (10, 0, 0))

    def test_drops(self):
        drop = self.make_product()
        hold = self.succeed(self.api.post(f"/drops/{drop}/reserve", {"user_id": "eve"}), 201)
        self.assertEqual(hold["drop"]["available_stock"], 9)
        order = self.succeed(self.api.post(f"/drops/{drop}/purchase", user="eve"), 201)
        self.assertEqual(order["items"][0]["reservation_id"], hold["reservation"]["id"])
        self.assert_refused(self.api.post(f"/drops/{drop}/purchase", user="mallory"), 409, "RESERVATION_REQUIRED")
        self.assert_refused(self.api.post("/drops/999999/reserve", {"user_id": "eve"}), 404, "DROP_NOT_FOUND")

    def test_product_in_the_path_and_confirm(self):
        product = self.make_product()
        hold = self.succeed(self.api.post(f"/reservations/{product}", {"quantity": 3}, user="grace"), 201)
        self.succeed(self.api.post(f"/reservations/confirm/{hold['reservation']['id']}", user="grace"), 201)
        self.assertEqual(self.stock_of(product), (7, 0, 3))
        hold = self.succeed(self.api.post(f"/reservations/{product}", user="grace"), 201)
        self.succeed(self.api.delete(f"/reservations/{hold['reservation']['id']}/cancel", user="grace"), 200)
        self.assertEqual(self.stock_of(product), (7, 0, 3))

    def test_many_at_once_and_checkout_by_path(self):
        plenty, little = self.make_product(), self.make_product(total_stock=2)
        items = [{"product_id": plenty, "quantity": 2}, {"product_id": little, "quantity": 3}]
        self.assert_refused(self.api.post("/reserve/bulk", {"items": items}, user="joan"), 409, "OUT_OF_STOCK")
        self.assertEqual(self.stock_of(plenty), (10, 0, 0))

        items[1]["quantity"] = 2
        holds = self.succeed(self.api.post("/reservations", {"items": items}, user="joan"), 201)
        self.assertEqual([product["available_stock"] for product in holds["products"]], [8, 0])
        for reservation in holds["reservations"]:
            self.succeed(self.api.post(f"/checkout/{reservation['id']}", user="joan"), 201)
        self.assertEqual((self.stock_of(plenty), self.stock_of(little)), ((8, 0, 2), (0, 0, 2)))

    def test_a_hold_that_runs_out_is_back_in_stock(self):
        product = self.make_product(total_stock=1, hold_seconds=1)
        hold = self.succeed(self.api.post("/reservations", {"product_id": product}, user="late"), 201)
        wait_for(lambda: self.stock_of(product) == (1, 0, 0), "the hold expires by itself", interval=0.1)
        self.assert_refused(self.api.post("/checkout", {"reservation_id": hold["reservation"]["id"]}, user="late"),
                            409, "RESERVATION_EXPIRED")
        swept = self.succeed(self.api.post("/internal/expire-now"), 200)
        self.assertEqual(swept["expired_count"], 0)
        self.succeed(self.api.post("/reservations", {"product_id": product}, user="next"), 201)

    def test_extend_limits_and_restock(self):
        product = self.make_product(total_stock=1, per_user_limit=1)
        hold = self.succeed(self.api.post("/reservations", {"product_id": product}, user="slow"), 201)["reservation"]
        longer = self.succeed(self.api.post(f"/reservations/{hold['id']}/extend", user="slow"), 200)["reservation"]
        self.assertGreater(longer["expires_at"], hold["expires_at"])
        self.assertEqual(self.api.post(f"/reservations/{hold['id']}/extend", user="slow").status, 409)
        self.assert_refused(self.api.post("/reservations", {"product_id": product}, user="other"), 409, "OUT_OF_STOCK")
        self.succeed(self.api.post(f"/products/{product}/restock", {"quantity": 4, "reason": "delivery"}), 200)
        self.succeed(self.api.post("/checkout", {"product_id": product, "quantity": 1}, user="slow"), 201)
        self.assert_refused(self.api.post("/reservations", {"product_id": product}, user="slow"), 409, "LIMIT_REACHED")

    def test_the_leaderboard_tells_who_bought(self):
        product = self.make_product()
        for user in ("first", "second"):
            self.succeed(self.api.post("/reservations", {"product_id": product}, user=user), 201)
            self.succeed(self.api.post("/checkout", {"product_id": product, "quantity": 1}, user=user), 201)
        board = self.succeed(self.api.get(f"/leaderboard?product_id={product}"), 200)
        self.assertEqual([line["username"] for line in board["items"]], ["first", "second"])


if __name__ == "__main__":
    unittest.main()
