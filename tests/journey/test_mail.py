# SPDX-License-Identifier: GPL-3.0-only
"""Order confirmations: what a buyer gets, what a mail server that hangs can do, and what the log does not tell."""

import json
import time
import unittest

from program.case import bearer
from program.console import Console, run_to_end
from program.mail import MailServer
from program.waiting import wait_for

PASSWORD = "correct horse battery"
# One answer of the mail server may take 30 s, and no stop waits for it.
STOP_SECONDS_MAX = 25
ORDERS = 25
KILLS = 3
MAIL_PASSWORD = "p4ss-of-the-mail-server"


class Mail(unittest.TestCase):
    def start(self, *options, login="", **variables):
        """A mail server, and a Holdfast that uses it."""
        server = MailServer(*options)
        self.addCleanup(server.stop)
        console = Console("--open-access", SMTP_URL=server.url(login), HOLDFAST_LOG_LEVEL="debug", **variables)
        self.addCleanup(console.remove)
        return server, console.start()

    def sign_up(self, console, email):
        with console.client() as api:
            made = api.post("/auth/register", {"email": email, "password": PASSWORD})
            self.assertEqual(made.status, 201, made.body)
            return bearer(made.data["token"])

    def make_product(self, console, total_stock=10):
        product = {"name": "„Läufer“ & Söhne", "price": 89.9, "currency": "EUR", "total_stock": total_stock}
        with console.client() as api:
            return api.post("/products", product).data["id"]

    def order(self, console, headers, product):
        """The id of an order of two."""
        with console.client(headers=headers) as api:
            self.assertEqual(api.post("/reservations", {"product_id": product, "quantity": 2}).status, 201)
            bought = api.post("/checkout", {"product_id": product, "quantity": 2})
            self.assertEqual(bought.status, 201, bought.body)
            return bought.data["id"]

    def state_of(self, console, order):
        rows = console.database.query(f"SELECT state FROM outbox WHERE order_id = '{order}'")
        return rows[0][0] if rows else None

    def test_every_way_of_buying_is_confirmed(self):
        server, console = self.start("--login", f"shop:{MAIL_PASSWORD}", login=f"shop:{MAIL_PASSWORD}@")
        headers, product = self.sign_up(console, "ada@example.org"), self.make_product(console)
        with console.client(headers=headers) as api:
            orders = [self.order(console, headers, product)]
            self.assertEqual(api.post("/cart/items", {"product_id": product, "quantity": 3}).status, 201)
            orders.append(api.post("/orders").data["id"])
            drop = self.make_drop(console)
            orders.append(api.post("/flashsales/purchase", {"product_id": drop["id"], "sale_id": drop["sale"]["id"]}).data["id"])
        mails = {mail["message_id"]: mail for mail in (server.next("mail") for _ in orders)}
        self.assertEqual(set(mails), {f"<order.{order}@example.com>" for order in orders})
        mail = mails[f"<order.{orders[0]}@example.com>"]
        self.assertEqual((mail["to"], mail["from"], mail["login"]), ("ada@example.org", "shop@example.com", "shop"))
        self.assertEqual(mail["headers"]["Subject"], "Your order: „Läufer“ & Söhne")
        self.assertIn("2 × „Läufer“ & Söhne: 179.80 EUR (89.90 each)\n", mail["text"])
        wait_for(lambda: {self.state_of(console, order) for order in orders} == {"sent"}, "all are marked as sent")

        with console.client(headers={"X-User-Id": "user123"}) as api:  # has no address
            self.assertEqual(api.post("/flashsales/purchase", {"product_id": drop["id"], "sale_id": drop["sale"]["id"]}).status, 201)
        self.assertEqual(console.database.number("SELECT count(*) FROM outbox"), len(orders))
        self.assertEqual(console.stop(), 0)
        self.assertEqual(server.mails_so_far(), [])
        log = console.log_path.read_text(encoding="utf-8")
        for secret in (MAIL_PASSWORD, "ada@example.org"):
            self.assertNotIn(secret, log)

    def make_drop(self, console):
        with console.client() as api:
            return api.post("/drops", {"name": "Drop", "price": 5, "total_stock": 5, "starts_at": "2026-01-01T00:00:00Z"}).data

    def test_a_mail_server_that_hangs_holds_nobody_up(self):
        server, console = self.start()
        headers, product = self.sign_up(console, "silent@example.org"), self.make_product(console)
        order = self.order(console, headers, product)
        self.assertEqual(server.next("rcpt"), "silent@example.org")
        other = self.order(console, self.sign_up(console, "bob@example.org"), product)
        self.assertEqual({self.state_of(console, each) for each in (order, other)}, {"pending"})
        began = time.monotonic()
        self.assertEqual(console.stop(), 0)
        self.assertLess(time.monotonic() - began, STOP_SECONDS_MAX)
        # The next start goes on where this one stopped, with the one that waited behind.
        console.start()
        self.assertEqual(server.next("mail")["to"], "bob@example.org")
        self.assertEqual(server.next("rcpt"), "silent@example.org")
        self.assertEqual(self.state_of(console, order), "pending")
        self.assertEqual(console.stop(), 0)

    def test_what_was_not_sent_goes_with_the_next_start(self):
        server, console = self.start()
        headers, product = self.sign_up(console, "ada@example.org"), self.make_product(console)
        server.stop()
        order = self.order(console, headers, product)
        wait_for(lambda: console.has_logged("The mail server takes no mail"), "it says so")
        self.assertEqual(self.state_of(console, order), "pending")
        console.kill()
        again = MailServer("--port", str(server.port))
        self.addCleanup(again.stop)
        console.start()
        self.end_leases(console)
        self.assertEqual(again.next("mail")["message_id"], f"<order.{order}@example.com>")
        wait_for(lambda: self.state_of(console, order) == "sent", "it is marked as sent")

    def test_killed_in_the_middle(self):
        """At least once: everything arrives, and no kill sends more than the one mail again that was under way."""
        server, console = self.start()
        headers, product = self.sign_up(console, "ada@example.org"), self.make_product(console, total_stock=100)
        server.stop()
        orders = {self.order(console, headers, product) for _ in range(ORDERS)}
        again = MailServer("--port", str(server.port))
        self.addCleanup(again.stop)
        mails = []
        for _ in range(KILLS):
            self.end_leases(console)
            mails += [again.next("mail") for _ in range(ORDERS // (KILLS + 2))]
            console.kill()
            console.start()
        wait_for(lambda: self.end_leases(console) or console.database.number("SELECT count(*) FROM outbox WHERE state = 'sent'")
                 == ORDERS, "all are sent", interval=0.5)
        mails += again.mails_so_far()
        self.assertEqual({mail["message_id"] for mail in mails}, {f"<order.{order}@example.com>" for order in orders})
        self.assertLessEqual(len(mails), ORDERS + KILLS)
        # Copies are the same to the last character.
        self.assertEqual(len({json.dumps(mail) for mail in mails}), ORDERS)

    def end_leases(self, console):
        """Instead of waiting for them, and for back-offs. A server that runs has only its own, and marks what it has
        before it claims more."""
        console.database.query("UPDATE outbox SET next_attempt_at = now() WHERE state = 'pending'")

    def test_without_a_mail_server(self):
        console = Console("--open-access")
        self.addCleanup(console.remove)
        console.start()
        order = self.order(console, self.sign_up(console, "ada@example.org"), self.make_product(console))
        wait_for(lambda: self.state_of(console, order) == "not_sent", "it is given up")
        wait_for(lambda: any("Not sent" in entry["message"] and order in entry["message"] for entry in console.log()),
                 "that is logged")

    def test_the_setting(self):
        url = f"smtp://shop:{MAIL_PASSWORD}@mail.example.com?from=shop@example.com"
        shown = run_to_end("--print-config", SMTP_URL=url)
        self.assertEqual(shown.returncode, 0)
        self.assertIn("smtp://shop:***@mail.example.com:587", shown.stdout)
        self.assertNotIn(MAIL_PASSWORD, shown.stdout)
        self.assertEqual(run_to_end("--smtp-url", url).returncode, 2)
        bad = run_to_end("--print-config", SMTP_URL=f"smtp://shop:{MAIL_PASSWORD}@mail.example.com")
        self.assertEqual(bad.returncode, 78)
        self.assertNotIn(MAIL_PASSWORD, bad.stderr)


if __name__ == "__main__":
    unittest.main()
