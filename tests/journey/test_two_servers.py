# SPDX-License-Identifier: GPL-3.0-only
"""Two servers on one database: what changes through one is seen there at once and on the other within a second, and they
share the mail."""

import os
import secrets
import statistics
import time
import unittest

from program.case import bearer, moment
from program.console import Console, run_to_end
from program.database import Database
from program.mail import MailServer
from program.waiting import wait_for

SEEN_ELSEWHERE_SECONDS = 1
# Once in a while a busy machine lets a process wait; that it happened at all, and soon as a rule, is the promise.
SEEN_AT_WORST_SECONDS = 10
CHANGES = 15
PASSWORD = "correct horse battery"


class TwoServers(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        url = os.environ["HOLDFAST_TEST_DATABASE_URL"]
        schema = f"journey_{os.getpid()}_{secrets.token_hex(4)}"
        cls.url = f"{url}{'&' if '?' in url else '?'}schema={schema}"
        cls.database = Database(url=url, schema=schema)
        cls.addClassCleanup(cls.database.query, f"DROP SCHEMA IF EXISTS {schema} CASCADE")
        cls.mail = MailServer()
        cls.addClassCleanup(cls.mail.stop)
        secret = secrets.token_hex(32)
        cls.consoles = [Console("--open-access", DATABASE_URL=cls.url, SMTP_URL=cls.mail.url(), JWT_SECRET=secret)
                        for _ in range(2)]
        for console in cls.consoles:
            cls.addClassCleanup(console.remove)
            console.start()

    @classmethod
    def tearDownClass(cls):
        audit = run_to_end("audit", "--database-url", cls.url)
        assert audit.returncode == 0, audit.stdout + audit.stderr

    def setUp(self):
        self.here, self.there = (console.client() for console in self.consoles)
        self.addCleanup(self.here.close)
        self.addCleanup(self.there.close)

    def make_product(self, **fields):
        return self.here.post("/products", {"name": self.id()[-60:], "price": 4.5, "total_stock": 10, **fields}).data["id"]

    def listed(self, api, product):
        """The product as it is listed; None when it is not."""
        items = api.get("/products?limit=100&sort=newest").data["items"]
        return next((item for item in items if item["id"] == product), None)

    def seen_elsewhere(self, is_seen):
        """After how many seconds."""
        began = time.monotonic()
        wait_for(is_seen, "the other server sees it", seconds=SEEN_AT_WORST_SECONDS, interval=0.005)
        return time.monotonic() - began

    def test_the_listing_is_never_stale(self):
        product = self.make_product()
        self.seen_elsewhere(lambda: self.listed(self.there, product))
        seconds, sources = [], set()
        for number in range(CHANGES):
            edited = self.here.ask("PATCH", f"/products/{product}", {"name": f"Lamp {number}"})
            self.assertEqual(edited.status, 200, edited.body)
            answer = self.here.get(f"/products?q=Lamp%20{number}")
            self.assertIn(product, [item["id"] for item in answer.data["items"]])
            sources.add(answer.body["meta"]["source"])
            seconds.append(self.seen_elsewhere(lambda: self.listed(self.there, product)["name"] == f"Lamp {number}"))
        self.assertLess(statistics.median(seconds), SEEN_ELSEWHERE_SECONDS)
        self.assertIn("cache", sources)  # or this would say nothing about it

    def test_stock_that_moved_and_products_that_went(self):
        product = self.make_product(total_stock=2)
        self.assertEqual(self.here.post("/reservations", {"product_id": product, "quantity": 2}, user="ada").status, 201)
        self.assertEqual(self.listed(self.here, product)["available_stock"], 0)
        self.seen_elsewhere(lambda: (self.listed(self.there, product) or {}).get("available_stock") == 0)
        self.assertEqual(self.there.post("/reservations", {"product_id": product}, user="bob").code, "OUT_OF_STOCK")
        self.assertEqual(self.here.delete(f"/reserve/ada/{product}").status, 200)
        # The other's certainty that nothing is left ends by itself.
        self.seen_elsewhere(lambda: self.there.post("/reservations", {"product_id": product}, user="bob").status == 201)
        self.assertEqual(self.there.delete(f"/reserve/bob/{product}").status, 200)
        self.assertEqual(self.there.delete(f"/products/{product}").status, 204)
        self.assertIsNone(self.listed(self.there, product))
        self.seen_elsewhere(lambda: self.listed(self.here, product) is None)

    def test_a_sale_is_the_same_everywhere(self):
        product = self.make_product()
        sale = self.here.post("/sales", {"name": "Friday", "product_ids": [product], "starts_at": moment(-60)}).data["id"]
        bought = self.there.post("/flashsales/purchase", {"sale_id": sale, "product_id": product}, user="wes")
        self.assertEqual(bought.status, 201, bought.body)
        self.assertEqual(self.here.post(f"/sales/{sale}/pause").status, 200)
        # The database decides: the other refuses from the first request on.
        self.assertEqual(self.there.post("/reservations", {"product_id": product}, user="una").code, "SALE_PAUSED")
        self.seen_elsewhere(lambda: self.there.get(f"/sales/{sale}").data["status"] == "paused")
        self.assertEqual(self.there.post(f"/sales/{sale}/resume").data["status"], "live")
        self.assertEqual(self.there.post("/reservations", {"product_id": product}, user="una").status, 201)
        self.assertEqual(self.there.post(f"/sales/{sale}/cancel").data["affected_holds"], 1)
        self.seen_elsewhere(lambda: self.here.get(f"/sales/{sale}").data["status"] == "cancelled")

    def test_each_confirmation_goes_once(self):
        product, orders = self.make_product(total_stock=100), set()
        for number in range(20):
            account = {"email": f"buyer{number}@example.org", "password": PASSWORD}
            headers = bearer(self.here.post("/auth/register", account).data["token"])
            for api in (self.here, self.there):
                self.assertEqual(api.post("/cart/items", {"product_id": product}, headers=headers).status, 201)
                orders.add(api.post("/orders", headers=headers).data["id"])
        ids = [self.mail.next("mail")["message_id"] for _ in orders]
        self.assertEqual(sorted(ids), sorted(f"<order.{order}@example.com>" for order in orders))
        wait_for(lambda: self.database.number("SELECT count(*) FROM outbox WHERE state = 'sent'") == len(orders),
                 "all are marked as sent")
        self.assertEqual(self.mail.mails_so_far(), [])
        self.assertEqual(self.database.number("SELECT max(attempts) FROM outbox"), 1)


if __name__ == "__main__":
    unittest.main()
