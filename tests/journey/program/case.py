# SPDX-License-Identifier: GPL-3.0-only
"""What the test cases share."""

import unittest
from datetime import datetime, timedelta, timezone

from program.console import Console


class ConsoleCase(unittest.TestCase):
    """One Holdfast for all the tests of a class, each with products and customers of its own. At the end the audit
    must be clean."""

    flags = ["--open-access"]

    @classmethod
    def setUpClass(cls):
        cls.console = Console(*cls.flags)
        cls.addClassCleanup(cls.console.remove)
        cls.console.start()

    @classmethod
    def tearDownClass(cls):
        audit = cls.console.audit()
        assert audit.returncode == 0, audit.stdout + audit.stderr

    def setUp(self):
        self.api = self.console.client()
        self.addCleanup(self.api.close)

    def make_product(self, total_stock=10, **fields):
        answer = self.api.post("/products", {"name": self.id()[-80:], "price": 4.5, "total_stock": total_stock, **fields})
        self.assertEqual(answer.status, 201, answer.body)
        return answer.data["id"]

    def stock_of(self, product):
        """(available, reserved, sold)"""
        data = self.api.get(f"/products/{product}/status").data
        self.assertEqual(data["total_stock"], data["available_stock"] + data["reserved_stock"] + data["sold_stock"])
        return data["available_stock"], data["reserved_stock"], data["sold_stock"]

    def succeed(self, answer, status):
        """The data of an answer that must be a success."""
        self.assertEqual(answer.status, status, answer.body)
        return answer.data

    def assert_refused(self, answer, status, code):
        self.assertEqual((answer.status, answer.code), (status, code), answer.body)


class StorefrontCase(ConsoleCase):
    """Without open access: `api` is the backend of a storefront with its API key, `admin` manages, and `anyone` has no
    credentials."""

    flags = []

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        password = (cls.console.data_directory / "admin-password").read_text(encoding="utf-8").strip()
        with cls.console.client() as api:
            login = api.post("/auth/login", {"email": "admin@localhost", "password": password})
            cls._admin = bearer(login.data["token"])
            cls._key = bearer(api.post("/admin/api-keys", {"name": "storefront"}, headers=cls._admin).data["key"])

    def setUp(self):
        self.api = self.client(headers=self._key)
        self.admin = self.client(headers=self._admin)
        self.anyone = self.client()

    def client(self, **options):
        client = self.console.client(**options)
        self.addCleanup(client.close)
        return client


def bearer(token):
    return {"Authorization": f"Bearer {token}"}


def moment(seconds_from_now):
    """As a client writes it: ISO 8601, UTC."""
    return (datetime.now(timezone.utc) + timedelta(seconds=seconds_from_now)).strftime("%Y-%m-%dT%H:%M:%SZ")
