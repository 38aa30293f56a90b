# SPDX-License-Identifier: GPL-3.0-only
"""The shop: customers with accounts, a catalogue with filters and a cache, carts, and orders of a whole cart."""

import unittest

from program.case import StorefrontCase, bearer

PASSWORD = "correct horse battery"


class Shop(StorefrontCase):
    def sign_up(self, name):
        """A client that is signed in as a new customer."""
        account = {"email": f"{name}.{self._testMethodName}@example.org".lower(), "password": PASSWORD}
        registered = self.succeed(self.anyone.post("/auth/register", {**account, "name": name}), 201)
        self.assertEqual(registered["user"]["role"], "customer")
        token = self.succeed(self.anyone.post("/auth/login", account), 200)["token"]
        return self.client(headers=bearer(token))

    def put(self, shopper, product, quantity=1):
        return self.succeed(shopper.post("/cart/items", {"productId": str(product), "quantity": quantity}), 201)

    def edit(self, product, **fields):
        return self.succeed(self.admin.ask("PATCH", f"/products/{product}", fields), 200)

    def test_accounts(self):
        account = {"email": "Ada@Example.org", "password": PASSWORD}
        self.succeed(self.anyone.post("/auth/register", account), 201)
        self.assert_refused(self.anyone.post("/auth/register", {**account, "email": "ada@example.org"}), 409, "EMAIL_TAKEN")
        self.assert_refused(self.anyone.post("/auth/register", {**account, "role": "admin"}), 422, "VALIDATION_ERROR")
        unknown = self.anyone.post("/auth/login", {"email": "nobody@example.org", "password": PASSWORD})
        wrong = self.anyone.post("/auth/login", {**account, "password": PASSWORD[::-1]})
        self.assertEqual(unknown.body["error"], wrong.body["error"])
        self.assert_refused(wrong, 401, "INVALID_CREDENTIALS")

        login = self.anyone.post("/auth/login", account)
        cookie = login.headers["set-cookie"]
        self.assertTrue(cookie.startswith("token=") and "HttpOnly" in cookie and "SameSite=Strict" in cookie, cookie)
        browser = self.client(headers={"Cookie": cookie.split(";")[0]})
        self.assertEqual(self.succeed(browser.get("/me"), 200)["email"], "ada@example.org")
        product = self.make_product()
        line = {"product_id": product, "quantity": 1}
        self.assert_refused(browser.post("/cart/items", line, headers={"Origin": "https://evil.example"}), 403, "FORBIDDEN")
        self.assertEqual(self.succeed(browser.get("/cart"), 200)["items"], [])

        self.assertEqual(self.client(headers=bearer(login.data["token"])).post("/auth/logout").status, 204)
        self.assert_refused(browser.get("/me"), 401, "TOKEN_INVALID")

    def test_the_catalogue(self):
        names = {"Anvil": 30, "Bellows": 10, "anvil stand": 20}
        made = {name: self.make_product(name=name, price=price, category="forge", description=f"A {name.lower()}")
                for name, price in names.items()}
        self.make_product(name="Anvil cake", category="bakery")
        listing = "/products?category=forge"
        self.assertEqual(self.names(listing), ["Anvil", "Bellows", "anvil stand"])
        self.assertEqual(self.names(listing + "&q=ANVIL"), ["Anvil", "anvil stand"])
        self.assertEqual(self.names(listing + "&sort=price_asc"), ["Bellows", "anvil stand", "Anvil"])
        self.assertEqual(self.names(listing + "&sort=price_desc&limit=1&page=2"), ["anvil stand"])
        self.assertEqual(self.names(listing + "&sort=name"), ["Anvil", "anvil stand", "Bellows"])
        self.assertEqual(self.names(listing + "&sort=newest"), ["anvil stand", "Bellows", "Anvil"])
        self.assert_refused(self.anyone.get("/products?sort=colour"), 422, "VALIDATION_ERROR")

        answer = self.anyone.get(listing)
        source = answer.body["meta"]["source"]
        self.assertEqual((source, answer.headers["x-cache"]), {"cache": ("cache", "HIT")}.get(source, ("database", "MISS")))
        # Never stale: what was just changed is there, from the cache or not.
        self.edit(made["Anvil"], name="Ambos", price=31)
        self.assertEqual(self.names(listing), ["Ambos", "Bellows", "anvil stand"])
        self.assertEqual(self.admin.delete(f"/products/{made['Bellows']}").status, 204)
        self.assertEqual(self.names(listing), ["Ambos", "anvil stand"])
        self.assert_refused(self.anyone.get("/products/999999"), 404, "PRODUCT_NOT_FOUND")

    def names(self, path):
        return [item["name"] for item in self.succeed(self.anyone.get(path), 200)["items"]]

    def test_from_the_cart_to_the_order(self):
        ada, one, two = self.sign_up("Ada"), self.make_product(), self.make_product(price=10)
        empty = ada.post("/orders")
        self.assert_refused(empty, 400, "CART_EMPTY")
        self.assertEqual(empty.body["error"]["message"], "Cart is empty")

        self.put(ada, one, 2)
        self.put(ada, two)
        cart = self.put(ada, one)  # adds up
        self.assertEqual({item["id"]: item["quantity"] for item in cart["items"]}, {one: 3, two: 1})
        self.assertEqual(cart["total_amount"], 23.5)
        self.assertEqual(self.stock_of(one), (10, 0, 0))  # a cart holds nothing
        self.succeed(ada.delete(f"/cart/items/{two}"), 200)
        self.assert_refused(ada.delete(f"/cart/items/{two}"), 404, "NOT_FOUND")
        self.put(ada, two)

        order = self.succeed(ada.post("/orders"), 201)
        self.assertEqual((order["total_amount"], order["currency"]), (23.5, "USD"))
        self.assertEqual((self.stock_of(one), self.stock_of(two)), ((7, 0, 3), (9, 0, 1)))
        self.assertEqual(self.succeed(ada.get("/cart"), 200)["items"], [])
        self.edit(one, price=99)
        read = self.succeed(ada.get(f"/orders/{order['id']}"), 200)
        self.assertEqual({line["product_id"]: line["unit_price"] for line in read["items"]}, {one: 4.5, two: 10})
        self.assertEqual([each["id"] for each in self.succeed(ada.get("/orders"), 200)["items"]], [order["id"]])

    def test_nobody_elses_cart_and_orders(self):
        ada, eve, product = self.sign_up("Ada"), self.sign_up("Eve"), self.make_product()
        self.put(ada, product)
        order = self.succeed(ada.post("/orders"), 201)
        self.put(ada, product)
        self.assertEqual(self.succeed(eve.get("/cart"), 200)["items"], [])
        self.assertEqual(self.succeed(eve.get("/orders"), 200)["items"], [])
        self.assert_refused(eve.get(f"/orders/{order['id']}"), 404, "ORDER_NOT_FOUND")
        self.assert_refused(eve.get("/cart", user=order["user_id"]), 403, "FORBIDDEN")
        self.assert_refused(self.anyone.get("/cart"), 401, "AUTH_REQUIRED")

    def test_prices_that_changed_are_told_before_anything_is_bought(self):
        ada, one, two = self.sign_up("Ada"), self.make_product(), self.make_product()
        self.put(ada, one)
        self.put(ada, two)
        self.edit(one, price=6)
        refused = ada.post("/orders")
        self.assert_refused(refused, 409, "PRICE_CHANGED")
        self.assertEqual([line["product_id"] for line in refused.details["lines"]], [one])
        self.assertEqual((self.stock_of(one), self.stock_of(two)), ((10, 0, 0), (10, 0, 0)))
        changed = {item["id"]: item["price_changed"] for item in self.succeed(ada.get("/cart"), 200)["items"]}
        self.assertEqual(changed, {one: True, two: False})
        # Who puts it in again has seen the new price.
        self.succeed(ada.delete(f"/cart/items/{one}"), 200)
        self.put(ada, one)
        self.assertEqual(self.succeed(ada.post("/orders"), 201)["total_amount"], 10.5)

    def test_all_or_nothing(self):
        ada = self.sign_up("Ada")
        plenty, few, none = self.make_product(), self.make_product(total_stock=3), self.make_product(total_stock=1)
        for product, quantity in ((plenty, 2), (few, 3), (none, 1)):
            self.put(ada, product, quantity)
        for product in (few, none):
            self.succeed(self.api.post("/reservations", {"product_id": product}, user="somebody quicker"), 201)
        refused = ada.post("/orders")
        self.assert_refused(refused, 409, "OUT_OF_STOCK")
        self.assertEqual({line["product_id"] for line in refused.details["lines"]}, {few, none})
        self.assertEqual(self.stock_of(plenty), (10, 0, 0))
        self.assertEqual(len(self.succeed(ada.get("/cart"), 200)["items"]), 3)

    def test_an_order_uses_what_is_held(self):
        ada, product = self.sign_up("Ada"), self.make_product(total_stock=1)
        hold = self.succeed(ada.post("/reservations", {"product_id": product}), 201)["reservation"]
        self.put(ada, product)
        order = self.succeed(ada.post("/orders"), 201)
        self.assertEqual(order["items"][0]["reservation_id"], hold["id"])
        self.assertEqual(self.stock_of(product), (0, 0, 1))


if __name__ == "__main__":
    unittest.main()
