# SPDX-License-Identifier: GPL-3.0-only
"""The reservation API: a product's status, holds by the product's path, extended, confirmed, cancelled, and edits of a
product that name the version they saw."""

import unittest

from program.case import StorefrontCase


class ReservationApi(StorefrontCase):
    def reserve(self, product, user, quantity=None):
        body = {} if quantity is None else {"quantity": quantity}
        return self.succeed(self.api.post(f"/reservations/{product}", body, user=user), 201)["reservation"]

    def mine(self, user):
        return self.succeed(self.api.get("/reservations/me", user=user), 200)["items"]

    def put(self, product, body, if_match=None):
        headers = {"If-Match": if_match} if if_match else {}
        return self.admin.ask("PUT", f"/products/{product}", body, headers=headers)

    def test_status_tells_the_four_numbers(self):
        product = self.make_product(total_stock=6)
        before = self.succeed(self.anyone.get(f"/products/{product}/status"), 200)
        self.reserve(product, "ada", 2)
        after = self.succeed(self.anyone.get(f"/products/{product}/status"), 200)
        self.assertEqual((after["total_stock"], after["available_stock"], after["reserved_stock"], after["sold_stock"]),
                         (6, 4, 2, 0))
        self.assertEqual(after["version"], before["version"])
        self.assertGreater(after["stock_version"], before["stock_version"])
        self.assertIsNone(after["sale"])

    def test_hold_extend_confirm(self):
        product = self.make_product(hold_seconds=120)
        hold = self.reserve(product, "ada", 2)
        self.assertEqual(self.mine("ada")[0]["id"], hold["id"])
        self.assertTrue(0 < self.mine("ada")[0]["expires_in_seconds"] <= 120)
        longer = self.succeed(self.api.post(f"/reservations/{hold['id']}/extend", user="ada"), 200)["reservation"]
        self.assertGreater(longer["expires_at"], hold["expires_at"])
        self.assert_refused(self.api.post(f"/reservations/{hold['id']}/extend", user="ada"), 409, "CONFLICT")

        order = self.succeed(self.api.post(f"/reservations/confirm/{hold['id']}", user="ada"), 201)
        self.assertEqual((order["items"][0]["reservation_id"], order["total_amount"]), (hold["id"], 9))
        self.assert_refused(self.api.post(f"/reservations/confirm/{hold['id']}", user="ada"), 409, "ALREADY_PURCHASED")
        self.assertEqual(self.mine("ada"), [])
        self.assertEqual(self.succeed(self.api.get(f"/reservations/{hold['id']}"), 200)["status"], "consumed")
        self.assertEqual(self.stock_of(product), (8, 0, 2))

    def test_cancel_gives_back(self):
        product = self.make_product()
        hold = self.reserve(product, "bob")
        cancelled = self.succeed(self.api.delete(f"/reservations/{hold['id']}/cancel", user="bob"), 200)
        self.assertEqual((cancelled["reservation"]["status"], cancelled["product"]["available_stock"]), ("cancelled", 10))
        self.assert_refused(self.api.delete(f"/reservations/{hold['id']}/cancel", user="bob"), 409, "RESERVATION_NOT_ACTIVE")
        self.assert_refused(self.api.post(f"/reservations/confirm/{hold['id']}", user="bob"), 409, "RESERVATION_NOT_ACTIVE")

    def test_whose_it_is(self):
        product = self.make_product()
        hold = self.reserve(product, "carol")
        for path in (f"/users/carol/reservations", f"/users/{hold['user_id']}/reservations"):
            self.assertEqual([each["id"] for each in self.succeed(self.api.get(path), 200)["items"]], [hold["id"]])
        self.assert_refused(self.api.get("/users/mallory/reservations"), 404, "USER_NOT_FOUND")
        for attempt in (self.api.get(f"/reservations/{hold['id']}", user="mallory"),
                        self.api.delete(f"/reservations/{hold['id']}/cancel", user="mallory"),
                        self.api.post(f"/reservations/confirm/{hold['id']}", user="mallory")):
            self.assert_refused(attempt, 404, "RESERVATION_NOT_FOUND")
        self.assert_refused(self.anyone.get("/reservations/me"), 401, "AUTH_REQUIRED")

    def test_an_operator_releases_with_a_reason(self):
        product = self.make_product()
        hold = self.reserve(product, "dave")
        released = self.succeed(self.admin.delete(f"/reservations/{hold['id']}", {"reason": "asked by phone"}), 200)
        self.assertEqual(released["reservation"]["status"], "released")
        self.assertEqual(self.stock_of(product), (10, 0, 0))

    def test_edits_name_the_version_they_saw(self):
        made = self.api.post("/products", {"name": "Lamp", "price": 4.5, "total_stock": 5})
        product, tag = self.succeed(made, 201)["id"], made.headers["etag"]
        whole = {"name": "Lantern", "price": 5, "totalStock": 5}
        edited = self.put(product, whole, tag)
        self.assertEqual((self.succeed(edited, 200)["name"], edited.headers["etag"]), ("Lantern", '"2"'))
        stale = self.put(product, {**whole, "name": "Torch"}, tag)
        self.assert_refused(stale, 412, "VERSION_CONFLICT")
        self.assertEqual(stale.details["version"], 2)
        self.assert_refused(self.put(product, {**whole, "version": 1}), 412, "VERSION_CONFLICT")
        self.assertEqual(self.succeed(self.put(product, {**whole, "version": 2, "name": "Torch"}), 200)["version"], 3)
        self.assertEqual(self.succeed(self.anyone.get(f"/products/{product}"), 200)["name"], "Torch")

        # Stock that moves is no edit: the tag stays good, the stock's version does not.
        self.reserve(product, "erin", 2)
        self.assertEqual(self.anyone.get(f"/products/{product}").headers["etag"], '"3"')
        too_few = self.put(product, {**whole, "totalStock": 1}, '"3"')
        self.assert_refused(too_few, 409, "STOCK_IN_USE")
        self.assertEqual(self.succeed(self.put(product, {**whole, "totalStock": 2}, '"3"'), 200)["available_stock"], 0)
        self.assert_refused(self.admin.delete(f"/products/{product}"), 409, "STOCK_IN_USE")
        self.assert_refused(self.api.ask("PUT", f"/products/{product}", whole), 403, "FORBIDDEN")


if __name__ == "__main__":
    unittest.main()
