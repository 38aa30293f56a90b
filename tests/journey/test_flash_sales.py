# SPDX-License-Identifier: GPL-3.0-only
"""The flash sales: a sale and its products, started, paused, resumed and ended by an admin, bought from at once."""

import unittest

from program.case import StorefrontCase, moment
from program.waiting import wait_for


class FlashSales(StorefrontCase):
    def make_sale(self, products, **fields):
        body = {"name": self.id()[-60:], "productIds": [str(product) for product in products], **fields}
        sale = self.succeed(self.admin.post("/sales", body), 201)
        self.addCleanup(self.admin.post, f"/sales/{sale['id']}/end")  # the next test's sale is the only live one
        return sale

    def act(self, sale, act, body=None):
        return self.succeed(self.admin.post(f"/sales/{sale}/{act}", body), 200)

    def buy(self, user, quantity=1, **fields):
        return self.api.post("/flashsales/purchase", {"quantity": quantity, **fields}, user=user)

    def test_the_life_of_a_sale(self):
        product = self.make_product()
        draft = self.make_sale([product])
        sale = draft["id"]
        self.assertEqual(draft["status"], "draft")
        self.assert_refused(self.anyone.get("/flashsales/active"), 404, "NO_ACTIVE_SALE")
        self.assert_refused(self.buy("early", saleId=sale), 409, "DROP_NOT_ACTIVE")

        self.assertEqual(self.act(sale, "start")["status"], "live")
        active = self.succeed(self.anyone.get("/flashsales/active"), 200)
        self.assertEqual((active["id"], [each["id"] for each in active["products"]]), (sale, [product]))
        order = self.succeed(self.buy("wes", 2, saleId=str(sale), productId=str(product)), 201)
        self.assertEqual((order["total_amount"], order["items"][0]["quantity"]), (9, 2))
        self.assertEqual(self.stock_of(product), (8, 0, 2))

        self.assertEqual(self.act(sale, "pause")["status"], "paused")
        paused = self.buy("una", saleId=sale, productId=product)
        self.assert_refused(paused, 409, "SALE_PAUSED")
        self.assertGreater(int(paused.headers["retry-after"]), 0)
        self.assertEqual(self.act(sale, "resume")["status"], "live")
        self.succeed(self.buy("una", product_id=product), 201)

        self.assertEqual(self.act(sale, "end")["status"], "ended")
        self.assert_refused(self.buy("late", saleId=sale, productId=product), 409, "DROP_NOT_ACTIVE")
        self.assert_refused(self.admin.post(f"/sales/{sale}/start"), 409, "CONFLICT")
        board = self.succeed(self.api.get(f"/leaderboard?sale_id={sale}"), 200)["items"]
        self.assertEqual([line["username"] for line in board], ["wes", "una"])

    def test_starts_and_ends_by_the_clock(self):
        product = self.make_product()
        sale = self.make_sale([product], startsAt=moment(2), endsAt=moment(6))["id"]
        status = lambda: self.succeed(self.anyone.get(f"/sales/{sale}"), 200)["status"]
        wait_for(lambda: status() == "live", "it starts by itself", interval=0.1)
        self.succeed(self.buy("now", saleId=sale), 201)
        wait_for(lambda: status() == "ended", "it ends by itself", interval=0.1)
        self.assert_refused(self.buy("then", saleId=sale, productId=product), 409, "DROP_NOT_ACTIVE")

    def test_limits_and_stock(self):
        product = self.make_product(total_stock=3, per_user_limit=2)
        sale = self.make_sale([product], startsAt=moment(-60))["id"]
        limited = self.buy("greedy", 3, saleId=sale, productId=product)
        self.assert_refused(limited, 409, "LIMIT_REACHED")
        self.assertEqual(limited.details, {"limit": 2, "held": 0, "purchased": 0})
        self.succeed(self.buy("greedy", 2, saleId=sale, productId=product), 201)
        self.assert_refused(self.buy("second", 2, saleId=sale, productId=product), 409, "OUT_OF_STOCK")
        self.succeed(self.buy("second", saleId=sale, productId=product), 201)
        self.assertEqual(self.stock_of(product), (0, 0, 3))
        self.assert_refused(self.buy("x", saleId=999999), 404, "SALE_NOT_FOUND")
        other = self.make_product()
        self.assertIn(self.buy("x", saleId=sale, productId=other).status, (404, 409))
        self.assertEqual(self.stock_of(other), (10, 0, 0))

    def test_a_pause_that_stops_the_clocks(self):
        product = self.make_product(total_stock=2, hold_seconds=300)
        sale = self.make_sale([product], startsAt=moment(-60), endsAt=moment(3600))["id"]
        hold = self.succeed(self.api.post("/reserve", {"productId": product}, user="holder"), 201)["reservation"]
        self.assertEqual(self.act(sale, "pause", {"freezeHolds": True})["affected_holds"], 1)
        frozen = self.succeed(self.api.get(f"/reservations/{hold['id']}"), 200)
        self.assertEqual((frozen["is_frozen"], frozen["expires_at"], frozen["status"]), (True, None, "active"))
        self.assert_refused(self.api.post(f"/reservations/{hold['id']}/extend", user="holder"), 409, "SALE_PAUSED")
        self.act(sale, "resume")
        running = self.succeed(self.api.get(f"/reservations/{hold['id']}"), 200)
        self.assertEqual((running["is_frozen"], running["status"]), (False, "active"))
        self.assertLessEqual(abs(running["expires_in_seconds"] - frozen["expires_in_seconds"]), 60)
        self.act(sale, "pause")
        self.succeed(self.api.post(f"/checkout/{hold['id']}", user="holder"), 201)  # goes on while paused

    def test_cancelling_gives_everything_back(self):
        product = self.make_product(total_stock=4)
        sale = self.make_sale([product], startsAt=moment(-60))["id"]
        hold = self.succeed(self.api.post("/reserve", {"productId": product, "quantity": 3}, user="holder"), 201)
        refused = self.admin.ask("PATCH", f"/sales/{sale}", {"product_ids": []})
        self.assert_refused(refused, 409, "STOCK_IN_USE")
        self.assertEqual(self.act(sale, "cancel")["affected_holds"], 1)
        self.assertEqual(self.stock_of(product), (4, 0, 0))
        released = self.succeed(self.api.get(f"/reservations/{hold['reservation']['id']}"), 200)
        self.assertEqual(released["status"], "released")

    def test_only_admins_manage(self):
        self.assert_refused(self.api.post("/sales", {"name": "x"}), 403, "FORBIDDEN")
        self.assert_refused(self.anyone.post("/sales", {"name": "x"}), 401, "AUTH_REQUIRED")
        sale = self.make_sale([])["id"]
        self.assert_refused(self.api.post(f"/sales/{sale}/start"), 403, "FORBIDDEN")
        backwards = self.admin.post("/sales", {"name": "x", "starts_at": moment(60), "ends_at": moment(0)})
        self.assert_refused(backwards, 422, "VALIDATION_ERROR")


if __name__ == "__main__":
    unittest.main()
