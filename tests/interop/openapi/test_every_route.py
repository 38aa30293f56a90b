# SPDX-License-Identifier: GPL-3.0-only
"""Every operation of the document succeeds at least once with Prism in between, so that no answer goes unjudged."""

import re
import unittest

from program.case import ConsoleCase
from program.prism import read_document

# Pages and files, which are no JSON: test_documents looks at them.
NOT_JUDGED = {"documents.page", "documents.file"}
PASSWORD = "correct horse battery"


class Operations:
    """The operations of a document, and those of them that have succeeded."""

    def __init__(self, document):
        self.all = {item[method]["operationId"]: (method.upper(), path)
                    for path, item in document["paths"].items() for method in item if "operationId" in item[method]}
        self.succeeded = set()

    def note(self, method, path):
        """The most literal path that fits."""
        fitting = [(pattern.count("{"), name) for name, (its_method, pattern) in self.all.items()
                   if its_method == method and re.fullmatch(re.sub(r"\\{\w+\\}", "[^/]+", re.escape(pattern)), path.split("?")[0])]
        self.succeeded.add(min(fitting)[1])

    def left(self):
        return set(self.all) - self.succeeded - NOT_JUDGED


class EveryRoute(ConsoleCase):
    @classmethod
    def setUpClass(cls):
        cls.operations = Operations(read_document())
        super().setUpClass()

    def call(self, status, method, path, body=None, **options):
        answer = self.api.ask(method, path, body, **options)
        self.assertEqual(answer.status, status, answer.body)
        self.operations.note(method, path)
        return answer.data

    def test_all_of_them(self):
        for area in (self.walk_accounts, self.walk_api_keys, self.walk_products, self.walk_reservations, self.walk_checkout,
                     self.walk_sales, self.walk_flash_sale, self.walk_drops, self.walk_cart_and_orders, self.walk_operation):
            with self.subTest(area.__name__):
                area()
        self.assertEqual(self.operations.left(), set())

    def walk_accounts(self):
        person = {"email": "ada@example.org", "password": PASSWORD}
        self.call(201, "POST", "/auth/register", {**person, "name": "Ada"})
        bearer = {"Authorization": "Bearer " + self.call(200, "POST", "/auth/login", person)["token"]}
        self.call(200, "GET", "/me", headers=bearer)
        self.call(200, "GET", "/me")  # open access has no account
        change = {"currentPassword": PASSWORD, "newPassword": PASSWORD[::-1]}
        bearer = {"Authorization": "Bearer " + self.call(200, "POST", "/me/password", change, headers=bearer)["token"]}
        self.call(204, "POST", "/auth/logout", headers=bearer)
        self.assert_refused(self.api.get("/me", headers=bearer), 401, "TOKEN_INVALID")

    def walk_api_keys(self):
        made = self.call(201, "POST", "/admin/api-keys", {"name": "storefront"})
        self.call(200, "GET", "/me", headers={"Authorization": f"Bearer {made['key']}"})
        self.call(200, "GET", "/admin/api-keys?limit=5&page=1")
        self.call(204, "DELETE", f"/admin/api-keys/{made['api_key']['id']}")

    def walk_products(self):
        whole = {"name": "Sneaker", "description": "", "category": "shoes", "price": 89.9, "currency": "EUR", "totalStock": 9,
                 "perUserLimit": 2, "holdSeconds": 60}
        product = self.call(201, "POST", "/products", whole, headers={"Idempotency-Key": "one"})["id"]
        self.assertEqual(self.call(201, "POST", "/products", whole, headers={"Idempotency-Key": "one"})["id"], product)
        self.call(200, "GET", "/products?category=shoes&q=sneak&sort=price_asc&limit=5&offset=0")
        self.call(200, "GET", f"/products/{product}")
        self.call(200, "GET", f"/products/{product}/status")
        self.call(200, "POST", f"/products/{product}/restock", {"quantity": 3, "reason": "Found a box"})
        self.call(200, "PUT", f"/products/{product}", {"name": "Boot", "total_stock": 12}, headers={"If-Match": '"1"'})
        self.call(200, "PATCH", f"/products/{product}", {"price": None, "total_stock": 8, "reason": "Lost a box", "version": 2})
        stale = self.api.ask("PATCH", f"/products/{product}", {"name": "x"}, headers={"If-Match": '"1"'})
        self.assert_refused(stale, 412, "VERSION_CONFLICT")
        self.api.post("/reservations", {"product_id": product}, user="holder")
        self.assert_refused(self.api.ask("PATCH", f"/products/{product}", {"total_stock": 0}), 409, "STOCK_IN_USE")
        self.call(204, "DELETE", f"/products/{self.make_product()}")

    def hold(self, user, path="/reservations", **body):
        return self.call(201, "POST", path, body or None, user=user)

    def walk_reservations(self):
        one, two = self.make_product(hold_seconds=300), self.make_product()
        first = self.hold("eve", product_id=one, quantity=2)["reservation"]["id"]
        self.hold("bea", items=[{"product_id": one, "quantity": 1}, {"product_id": two}])
        self.hold("cat", "/reserve", productId=str(one))
        self.hold("dan", "/reserve/bulk", items=[{"product_id": one}, {"product_id": two, "quantity": 2}])
        self.hold("fay", f"/reservations/{one}")
        self.call(200, "GET", "/reservations/me?limit=1", user="bea")
        self.call(200, "GET", "/users/bea/reservations")
        self.call(200, "GET", f"/reservations/{first}")
        self.call(200, "POST", f"/reservations/{first}/extend", {"seconds": 30})
        self.call(200, "DELETE", f"/reservations/{first}", {"reason": "Released by an operator"})
        self.call(200, "GET", f"/reservations/{first}")
        again = self.hold("eve", product_id=one)["reservation"]["id"]
        self.call(200, "DELETE", f"/reservations/{again}/cancel", user="eve")
        self.call(200, "DELETE", f"/reserve/cat/{one}")
        several = self.api.post("/reserve/bulk", {"items": [{"product_id": one, "quantity": 99}, {"product_id": two, "quantity": 99}]},
                                user="gus")
        self.assert_refused(several, 409, "OUT_OF_STOCK")
        self.assert_refused(self.api.post("/reservations", {"product_id": one}, user="fay"), 409, "ALREADY_RESERVED")

    def walk_checkout(self):
        product = self.make_product()
        held = [self.hold(user, product_id=product)["reservation"]["id"] for user in ("pia", "qin", "ron", "sue")]
        self.assert_refused(self.api.post("/checkout", {"reservation_id": held[0], "total_amount": 1}, user="pia"),
                            422, "AMOUNT_MISMATCH")
        self.call(201, "POST", "/checkout", {"reservationId": held[0], "total_amount": 4.5}, user="pia")
        self.call(201, "POST", "/checkout", {"product_id": product, "quantity": 1, "user_id": "qin"})
        self.call(201, "POST", f"/checkout/{held[2]}", user="ron")
        self.call(201, "POST", f"/reservations/confirm/{held[3]}", {"user_id": "sue"})
        self.assert_refused(self.api.post(f"/checkout/{held[3]}"), 409, "ALREADY_PURCHASED")
        self.call(200, "GET", f"/leaderboard?by=amount&product_id={product}&limit=2")

    def walk_sales(self):
        product = self.make_product()
        draft = {"name": "Friday", "productIds": [product, str(product)]}
        sale = self.call(201, "POST", "/sales", draft)["id"]
        at = f"/sales/{sale}"
        self.assert_refused(self.api.post("/reservations", {"product_id": product}, user="una"), 409, "DROP_NOT_ACTIVE")
        self.call(200, "PATCH", at, {"ends_at": "2126-11-20T12:00:00Z", "startsAt": "2125-11-20T12:00:00+01:00"}, headers={"If-Match": '"1"'})
        self.call(200, "POST", at + "/start")
        hold = self.hold("una", product_id=product)["reservation"]["id"]
        self.call(200, "POST", at + "/pause", {"freeze_holds": True})
        self.assertTrue(self.call(200, "GET", f"/reservations/{hold}")["is_frozen"])
        self.assert_refused(self.api.post("/reservations", {"product_id": product}, user="vic"), 409, "SALE_PAUSED")
        self.assert_refused(self.api.post(f"/reservations/{hold}/extend"), 409, "SALE_PAUSED")
        self.call(200, "GET", "/sales?status=paused")
        self.call(200, "POST", at + "/resume", {})
        self.call(200, "POST", at + "/extend", {"seconds": 600})
        self.call(200, "GET", at)
        self.call(200, "POST", at + "/end")
        self.assert_refused(self.api.post(at + "/resume"), 409, "CONFLICT")
        other = self.call(201, "POST", "/sales", {"name": "Never"})["id"]
        self.assert_refused(self.api.ask("PATCH", f"/sales/{other}", {"product_ids": [product]}), 409, "STOCK_IN_USE")
        self.call(200, "POST", f"/sales/{other}/cancel")
        self.assert_refused(self.api.get("/sales/999999"), 404, "SALE_NOT_FOUND")

    def walk_flash_sale(self):
        self.assert_refused(self.api.get("/flashsales/active"), 404, "NO_ACTIVE_SALE")
        self.assert_refused(self.api.post("/flashsales/purchase", {"quantity": 1}, user="wes"), 404, "NO_ACTIVE_SALE")
        product = self.make_product(per_user_limit=3)
        sale = self.call(201, "POST", "/sales", {"name": "Flash", "starts_at": "2026-01-01T00:00:00Z", "product_ids": [product]})["id"]
        self.call(200, "GET", "/flashsales/active")
        self.call(201, "POST", "/flashsales/purchase", {"saleId": sale, "productId": product, "quantity": 2}, user="wes")
        self.call(201, "POST", "/flashsales/purchase", {"quantity": 1}, user="wes")
        self.assert_refused(self.api.post("/flashsales/purchase", {"product_id": product}, user="wes"), 409, "LIMIT_REACHED")
        self.call(200, "GET", f"/leaderboard?sale_id={sale}")
        self.call(200, "POST", f"/sales/{sale}/end")

    def walk_drops(self):
        drop = self.call(201, "POST", "/drops", {"name": "Drop", "total_stock": 3, "price": 5, "starts_at": "2026-01-01T00:00:00Z"})["id"]
        self.hold("xia", f"/drops/{drop}/reserve")
        self.call(201, "POST", f"/drops/{drop}/purchase", {"total_amount": 5}, user="xia")
        self.assertEqual(len(self.call(200, "GET", f"/drops/{drop}")["activity_feed"]["latest_purchasers"]), 1)
        self.call(200, "GET", "/drops?status=live&limit=2")
        self.assert_refused(self.api.get("/drops/999999"), 404, "DROP_NOT_FOUND")

    def walk_cart_and_orders(self):
        one, two = self.make_product(), self.make_product(total_stock=1)
        self.call(200, "GET", "/cart", user="yan")
        self.assert_refused(self.api.post("/orders", user="yan"), 400, "CART_EMPTY")
        self.call(201, "POST", "/cart/items", {"productId": str(one), "quantity": 2}, user="yan")
        self.call(201, "POST", "/cart/items", {"product_id": two, "quantity": 2, "user_id": "yan"})
        self.assert_refused(self.api.post("/orders", user="yan"), 409, "OUT_OF_STOCK")
        self.call(200, "DELETE", f"/cart/items/{two}", user="yan")
        self.call(200, "PATCH", f"/products/{one}", {"price": 6})
        self.assert_refused(self.api.post("/orders", user="yan"), 409, "PRICE_CHANGED")
        self.call(200, "GET", "/cart", user="yan")
        self.call(201, "POST", "/cart/items", {"product_id": one}, user="yan")
        order = self.call(201, "POST", "/orders", {"user_id": "yan"})["id"]
        self.call(200, "GET", "/orders?user_id=yan")
        self.call(200, "GET", "/orders?limit=2")
        self.call(200, "GET", f"/orders/{order}", user="yan")

    def walk_operation(self):
        for path in ("/health", "/livez", "/readyz", "/metrics", "/openapi.json", "/leaderboard"):
            self.call(200, "GET", path)
        self.assert_refused(self.api.get("/live"), 400, "MALFORMED_REQUEST")  # a WebSocket, and this asks for none
        self.operations.note("GET", "/live")
        self.call(200, "POST", "/demo/echo", {"email": "ada@example.org", "name": "Ada"})
        self.call(200, "POST", "/internal/expire-now", headers={"Idempotency-Key": "sweep"})
        self.call(201, "POST", "/internal/users", {"username": "zoe"})
        self.assert_refused(self.api.post("/internal/users", {"username": "zoe"}), 409, "USERNAME_TAKEN")
        problem = self.api.get("/products/999999", headers={"Accept": "application/problem+json"})
        self.assertEqual((problem.status, problem.body["code"]), (404, "PRODUCT_NOT_FOUND"))


class TheCountItself(unittest.TestCase):
    """Negative control: what was not called is left."""

    def test_tells_what_is_left(self):
        operations = Operations({"paths": {"/a/{id}": {"parameters": [], "get": {"operationId": "one"}},
                                           "/a/me": {"get": {"operationId": "mine"}}}})
        operations.note("GET", "/a/me?x=1")
        self.assertEqual(operations.left(), {"one"})
        operations.note("GET", "/a/7")
        self.assertEqual(operations.left(), set())


if __name__ == "__main__":
    unittest.main()
