# SPDX-License-Identifier: GPL-3.0-only
"""The reserve/checkout service: customers by whatever id the storefront has, camelCase bodies, paths with and without a
prefix, and the leaderboard."""

import unittest

from program.case import StorefrontCase

BASES = ("", "/api", "/api/v1")


class ReserveService(StorefrontCase):
    def test_reserve_and_check_out_under_every_prefix(self):
        for base in BASES:
            product, user = self.make_product(total_stock=5), f"user123{base.replace('/', '-')}"
            with self.subTest(base=base), self.console.client(base=base, headers={**self._key, "X-User-Id": user}) as api:
                hold = self.succeed(api.post("/reserve", {"productId": str(product), "quantity": 2}), 201)
                self.assertEqual((hold["reservation"]["quantity"], hold["product"]["available_stock"]), (2, 3))
                order = self.succeed(api.post("/checkout", {"productId": product, "quantity": 2, "totalAmount": 9}), 201)
                self.assertEqual((order["total_amount"], order["items"][0]["unit_price"]), (9, 4.5))
                self.assertEqual(self.stock_of(product), (3, 0, 2))

    def test_a_stranger_becomes_a_customer(self):
        product = self.make_product()
        for user in ("user123", "42", "ада@магазин", "a user with blanks"):
            hold = self.succeed(self.api.post("/reserve", {"product_id": product, "userId": user}), 201)["reservation"]
            again = self.succeed(self.api.post("/checkout", {"product_id": product, "quantity": 1, "user_id": user}), 201)
            self.assertEqual(again["user_id"], hold["user_id"])
        numbered = self.succeed(self.api.post("/reserve", {"productId": product, "userId": 42}), 201)["reservation"]
        self.assertEqual(self.succeed(self.api.get("/users/42/reservations"), 200)["items"][0]["id"], numbered["id"])
        two = self.api.post("/reserve", {"productId": product, "userId": "one"}, user="another")
        self.assert_refused(two, 422, "VALIDATION_ERROR")
        self.assert_refused(self.api.post("/reserve", {"productId": product}), 422, "VALIDATION_ERROR")

    def test_many_at_once_or_none(self):
        plenty, little = self.make_product(), self.make_product(total_stock=2)
        wanted = [{"productId": plenty, "quantity": 1}, {"productId": str(little), "quantity": 2}, {"productId": plenty, "quantity": 2}]
        over = [*wanted, {"productId": little, "quantity": 1}]
        self.assert_refused(self.api.post("/reserve/bulk", {"items": over}, user="bulk"), 409, "OUT_OF_STOCK")
        self.assertEqual((self.stock_of(plenty), self.stock_of(little)), ((10, 0, 0), (2, 0, 0)))
        holds = self.succeed(self.api.post("/reserve/bulk", {"items": wanted}, user="bulk"), 201)
        self.assertEqual({hold["product_id"]: hold["quantity"] for hold in holds["reservations"]}, {plenty: 3, little: 2})
        self.assertEqual([product["available_stock"] for product in holds["products"]], [7, 0])

    def test_giving_back(self):
        product = self.make_product()
        self.succeed(self.api.post("/reserve", {"productId": product, "quantity": 4, "userId": "user 7"}), 201)
        self.assertEqual(self.stock_of(product), (6, 4, 0))
        given = self.succeed(self.api.delete(f"/reserve/user%207/{product}"), 200)
        self.assertEqual((given["reservation"]["status"], given["product"]["available_stock"]), ("cancelled", 10))
        self.assert_refused(self.api.delete(f"/reserve/user%207/{product}"), 404, "RESERVATION_NOT_FOUND")
        self.assert_refused(self.api.delete(f"/reserve/nobody/{product}"), 404, "RESERVATION_NOT_FOUND")

    def test_the_amount_must_be_right(self):
        priced, free = self.make_product(), self.make_product(price=None)
        for product in (priced, free):
            self.succeed(self.api.post("/reserve", {"product_id": product, "quantity": 2}, user="payer"), 201)
        wrong = self.api.post("/checkout", {"product_id": priced, "quantity": 2, "total_amount": 8.99}, user="payer")
        self.assert_refused(wrong, 422, "AMOUNT_MISMATCH")
        self.assertEqual(wrong.details, {"expected": 9, "given": 8.99})
        other = self.api.post("/checkout", {"product_id": priced, "quantity": 1, "total_amount": 4.5}, user="payer")
        self.assert_refused(other, 409, "CONFLICT")
        self.succeed(self.api.post("/checkout", {"product_id": priced, "quantity": 2, "total_amount": 9}, user="payer"), 201)
        order = self.succeed(self.api.post("/checkout", {"product_id": free, "quantity": 2, "total_amount": 7.25},
                                           user="payer"), 201)
        self.assertEqual((order["total_amount"], order["items"][0]["unit_price"]), (7.25, None))
        self.assert_refused(self.api.post("/checkout", {"product_id": free, "quantity": 2}, user="payer"), 409,
                            "RESERVATION_REQUIRED")

    def test_a_checkout_sent_twice(self):
        product = self.make_product()
        self.succeed(self.api.post("/reserve", {"product_id": product}, user="twice"), 201)
        answers = [self.api.post("/checkout", {"product_id": product, "quantity": 1}, user="twice",
                                 headers={"Idempotency-Key": f"checkout {product}"}) for _ in range(2)]
        self.assertEqual([answer.status for answer in answers], [201, 201])
        self.assertEqual(answers[0].data["id"], answers[1].data["id"])
        self.assertEqual(answers[1].headers["idempotent-replayed"], "true")
        self.assertEqual(self.stock_of(product), (9, 0, 1))

    def test_the_leaderboard(self):
        product = self.make_product(total_stock=20)
        for user, quantity in (("first", 1), ("second", 5), ("third", 3)):
            self.succeed(self.api.post("/reserve", {"product_id": product, "quantity": quantity}, user=user), 201)
            self.succeed(self.api.post("/checkout", {"product_id": product, "quantity": quantity}, user=user), 201)
        self.assertEqual(self.board(self.api, product), ["first", "second", "third"])
        self.assertEqual(self.board(self.api, product, "&by=quantity"), ["second", "third", "first"])
        self.assertEqual(self.board(self.api, product, "&by=amount&limit=1&page=2"), ["third"])
        self.assertEqual(self.board(self.anyone, product), ["f***", "s***", "t***"])
        line = self.succeed(self.anyone.get(f"/leaderboard?product_id={product}"), 200)["items"][1]
        self.assertEqual((line["product_id"], line["quantity"], line["amount"]), (product, 5, 22.5))

    def board(self, api, product, more=""):
        lines = self.succeed(api.get(f"/leaderboard?product_id={product}{more}"), 200)["items"]
        return [line["username"] for line in lines]


if __name__ == "__main__":
    unittest.main()
