# SPDX-License-Identifier: GPL-3.0-only
"""A PostgreSQL of somebody else, the migrations, and an audit that finds what was altered by hand."""

import os
import secrets
import sys
import unittest

from program.console import REPOSITORY, Console, run_to_end
from program.database import Database


class AnotherPostgreSql(unittest.TestCase):
    def setUp(self):
        url = os.environ["HOLDFAST_TEST_DATABASE_URL"]
        self.schema = f"journey_{os.getpid()}_{secrets.token_hex(4)}"
        self.url = f"{url}{'&' if '?' in url else '?'}schema={self.schema}"
        self.database = Database(url=url, schema=self.schema)
        self.addCleanup(self.database.query, f"DROP SCHEMA IF EXISTS {self.schema} CASCADE")

    def test_serves_a_sale_and_keeps_it(self):
        with Console("--open-access", "--database-url", self.url) as console:
            with console.client() as api:
                product = api.post("/products", {"name": "lamp", "total_stock": 5}).data["id"]
                self.assertEqual(api.post("/reservations", {"product_id": product}, user="ada").status, 201)
            self.assertIsNone(console.cluster.postmaster)
            self.assertEqual(console.stop(), 0)
            self.assertEqual(self.database.query("SELECT available_stock, reserved_stock FROM products"), [["4", "1"]])
            self.assertEqual(run_to_end("audit", "--database-url", self.url).returncode, 0)
            # Two processes on one database: both see the sale.
            with Console("--open-access", DATABASE_URL=self.url) as other:
                console.start()
                for one in (console, other):
                    with one.client() as api:
                        self.assertEqual(api.get(f"/products/{product}").data["available_stock"], 4)

    def test_migrates_once(self):
        first = run_to_end("migrate", "--database-url", self.url)
        self.assertEqual(first.returncode, 0, first.stderr)
        self.assertRegex(first.stdout, r"version \d+: [1-9]\d* migrations and [1-9]\d* functions applied")
        second = run_to_end("migrate", "--database-url", self.url)
        self.assertEqual(second.returncode, 0, second.stderr)
        self.assertRegex(second.stdout, r"version \d+: 0 migrations and 0 functions applied")

    def test_refuses_a_newer_schema(self):
        self.assertEqual(run_to_end("migrate", "--database-url", self.url).returncode, 0)
        self.database.query("INSERT INTO schema_migrations (number, name, checksum)"
                            " SELECT max(number) + 1, 'future', 'x' FROM schema_migrations")
        for command in ([], ["migrate"]):
            refused = run_to_end(*command, "--headless", "--port", "0", "--database-url", self.url)
            self.assertEqual(refused.returncode, 1, refused.stderr)
            self.assertIn("a newer Holdfast has been here", refused.stderr)

    def test_refuses_a_server_that_may_lose_commits(self):
        user = f"journey_{secrets.token_hex(4)}"
        self.database.query(f"CREATE ROLE {user} SUPERUSER LOGIN PASSWORD '{user}';"
                            f"ALTER ROLE {user} SET synchronous_commit = off")
        self.addCleanup(self.database.query, f"DROP ROLE {user}")
        url = f"{self.url.replace('user=postgres', f'user={user}')}&password={user}"
        refused = run_to_end("--headless", "--port", "0", "--database-url", url)
        self.assertEqual(refused.returncode, 78, refused.stderr)
        self.assertIn("synchronous_commit", refused.stderr)


class ThePrivatePostgreSql(unittest.TestCase):
    def test_migrate_makes_it_and_finds_it_made(self):
        with Console() as console:
            self.assertEqual(console.stop(), 0)
            again = run_to_end("migrate", "--data-dir", console.data_directory)
            self.assertEqual(again.returncode, 0, again.stderr)
            self.assertIn("0 migrations and 0 functions applied", again.stdout)
            self.assertIsNone(console.cluster.postmaster)


class TheAudit(unittest.TestCase):
    """Beside a running Holdfast, on rows that somebody altered."""

    @classmethod
    def setUpClass(cls):
        cls.console = Console("--open-access")
        cls.addClassCleanup(cls.console.remove)
        cls.console.start()
        with cls.console.client() as api:
            cls.product = api.post("/products", {"name": "lamp", "total_stock": 9, "price": 2}).data["id"]
            for user in ("ada", "bob"):
                assert api.post("/reservations", {"product_id": cls.product}, user=user).status == 201
            assert api.post("/checkout", {"product_id": cls.product, "quantity": 1}, user="bob").status == 201

    def audit(self):
        finished = self.console.audit()
        return finished.returncode, finished.stdout

    def assert_found(self, alteration, repair, difference):
        self.assertEqual(self.audit(), (0, "Clean: every product adds up.\n"))
        self.console.database.query(alteration)
        self.addCleanup(lambda: self.assertEqual(self.audit()[0], 0))
        self.addCleanup(self.console.database.query, repair)
        code, output = self.audit()
        self.assertEqual(code, 1, output)
        self.assertIn(difference, output)
        self.assertIn(str(self.product), output)

    def test_finds_units_that_moved_between_numbers(self):
        self.assert_found("UPDATE products SET available_stock = available_stock - 1, sold_stock = sold_stock + 1",
                          "UPDATE products SET available_stock = available_stock + 1, sold_stock = sold_stock - 1",
                          "sold_stock is not the sum of its order lines")

    def test_finds_units_from_nowhere(self):
        self.assert_found("UPDATE products SET available_stock = available_stock + 1, total_stock = total_stock + 1",
                          "UPDATE products SET available_stock = available_stock - 1, total_stock = total_stock - 1",
                          "total_stock is not the sum of its movements")

    def test_finds_a_hold_that_grew(self):
        self.assert_found("UPDATE reservations SET quantity = 2 WHERE status = 'active'",
                          "UPDATE reservations SET quantity = 1 WHERE status = 'active'",
                          "reserved_stock is not the sum of its active holds")

    def test_finds_a_sold_hold_that_was_rewritten(self):
        self.assert_found("UPDATE reservations SET quantity = 2 WHERE status = 'consumed'",
                          "UPDATE reservations SET quantity = 1 WHERE status = 'consumed'",
                          "an order line differs from the hold it bought")

    def test_needs_a_database_that_is_there(self):
        self.assertEqual(run_to_end("audit", "--database-url", "postgresql://127.0.0.1:1/shop").returncode, 69)


if __name__ == "__main__":
    if "HOLDFAST_TEST_DATABASE_URL" not in os.environ:
        with_postgres = str(REPOSITORY / "tests" / "support" / "with-postgres")
        os.execv(with_postgres, [with_postgres, sys.executable, *sys.argv])
    unittest.main()
