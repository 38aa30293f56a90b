# SPDX-License-Identifier: GPL-3.0-only
"""The limited drops: users by name, a drop with a window, a hold of a minute or so, its purchase, and the three who
bought last."""

import unittest

from program.case import StorefrontCase, moment
from program.waiting import wait_for


class LimitedDrops(StorefrontCase):
    def make_users(self, *names):
        """{name: id}"""
        return {name: self.succeed(self.api.post("/internal/users", {"username": name}), 201)["id"] for name in names}

    def make_drop(self, total_stock, **fields):
        body = {"name": self.id()[-60:], "price": 25, "totalStock": total_stock, "startsAt": moment(-60),
                "endsAt": moment(3600), **fields}
        return self.succeed(self.admin.post("/drops", body), 201)["id"]

    def reserve(self, drop, user, **fields):
        return self.api.post(f"/drops/{drop}/reserve", {"user_id": user, **fields})

    def purchase(self, drop, user):
        return self.api.post(f"/drops/{drop}/purchase", {"user_id": user})

    def drop_in_list(self, api, drop, path="/drops?limit=100"):
        items = self.succeed(api.get(path), 200)["items"]
        return next((item for item in items if item["id"] == drop), None)

    def latest(self, api, drop):
        return self.drop_in_list(api, drop)["activity_feed"]["latest_purchasers"]

    def test_from_the_users_to_the_last_buyer(self):
        users = self.make_users("alice", "bob", "carol", "dave", "erin")
        self.assert_refused(self.api.post("/internal/users", {"username": "alice"}), 409, "USERNAME_TAKEN")
        drop = self.make_drop(4)
        self.assertEqual(self.latest(self.anyone, drop), [])
        for name in ("alice", "bob", "carol", "dave"):
            hold = self.succeed(self.reserve(str(drop), users[name]), 201)
            self.assertEqual((hold["drop"]["id"], hold["reservation"]["user_id"]), (drop, users[name]))
            if name == "alice":
                self.assert_refused(self.reserve(drop, users[name]), 409, "ALREADY_RESERVED")
        self.assertEqual(hold["drop"]["available_stock"], 0)

        sold_out = self.reserve(drop, users["erin"])
        self.assert_refused(sold_out, 409, "OUT_OF_STOCK")
        self.assertEqual(sold_out.details, {"requested": 1, "available": 0})
        self.assert_refused(self.purchase(drop, users["erin"]), 409, "RESERVATION_REQUIRED")

        for name in ("alice", "bob", "carol", "dave"):
            order = self.succeed(self.purchase(drop, users[name]), 201)
            self.assertEqual((order["user_id"], order["total_amount"], order["status"]), (users[name], 25, "confirmed"))
        self.assert_refused(self.purchase(drop, users["alice"]), 409, "RESERVATION_REQUIRED")
        self.assertEqual(self.stock_of(drop), (0, 0, 4))
        self.assertEqual([buyer["username"] for buyer in self.latest(self.api, drop)], ["dave", "carol", "bob"])
        self.assertEqual([buyer["username"] for buyer in self.latest(self.anyone, drop)], ["d***", "c***", "b***"])

    def test_a_hold_that_runs_out_is_back(self):
        self.make_users("late", "next")
        drop = self.make_drop(1, holdSeconds=1)
        late = self.succeed(self.reserve(drop, "late"), 201)["reservation"]
        # Whichever comes first, this or the sweep by itself: nobody waits for either.
        wait_for(lambda: self.swept(drop) or self.stock_of(drop) == (1, 0, 0), "the hold is over", interval=0.1)
        self.assertEqual(self.stock_of(drop), (1, 0, 0))
        self.assert_refused(self.purchase(drop, "late"), 409, "RESERVATION_REQUIRED")
        self.assert_refused(self.api.post(f"/checkout/{late['id']}", user="late"), 409, "RESERVATION_EXPIRED")
        self.succeed(self.reserve(drop, "next"), 201)

    def swept(self, drop):
        swept = self.succeed(self.api.post("/internal/expire-now"), 200)
        self.assertGreaterEqual(swept["expired_count"], len(swept["product_ids"]))
        return drop in swept["product_ids"]

    def test_the_window_decides(self):
        soon, over = self.make_drop(3, startsAt=moment(3600), endsAt=moment(7200)), self.make_drop(3)
        self.succeed(self.admin.post(f"/sales/{self.drop_in_list(self.anyone, over)['sale']['id']}/end"), 200)
        for drop, status in ((soon, "scheduled"), (over, "ended")):
            refused = self.reserve(drop, "alice")
            self.assert_refused(refused, 409, "DROP_NOT_ACTIVE")
            self.assertEqual(refused.details["status"], status)
            self.assertLessEqual({"status", "starts_at", "ends_at"}, set(refused.details))
            self.assertIsNotNone(self.drop_in_list(self.anyone, drop, f"/drops?status={status}&limit=100"))
            self.assertIsNone(self.drop_in_list(self.anyone, drop, "/drops?status=live&limit=100"))
        self.assert_refused(self.reserve(999999, "alice"), 404, "DROP_NOT_FOUND")
        self.assert_refused(self.anyone.get("/drops/999999"), 404, "DROP_NOT_FOUND")

    def test_what_must_not_be(self):
        drop = self.make_drop(3)
        self.assertEqual(self.anyone.post(f"/drops/{drop}/reserve", {"user_id": "alice"}).status, 401)
        self.assert_refused(self.api.post("/drops", {"name": "x", "total_stock": 1}), 403, "FORBIDDEN")
        faults = self.admin.post("/drops", {"name": "", "totalStock": -1, "startsAt": moment(60), "endsAt": moment(0)})
        self.assert_refused(faults, 422, "VALIDATION_ERROR")
        self.assertLessEqual({"name", "total_stock"}, {fault["field"] for fault in faults.details["fields"]})
        self.assert_refused(self.api.post(f"/drops/{drop}/reserve", {"user_id": "alice", "colour": "red"}), 422,
                            "VALIDATION_ERROR")


if __name__ == "__main__":
    unittest.main()
