# SPDX-License-Identifier: GPL-3.0-only
"""Holdfast as it is measured: headless, log level info, accounts on, limits that count but do not refuse, a private
PostgreSQL. A storefront with an API key acts for customers it names."""

import socket
import time

from load_run import finish_load, request, start_load
from postgres import settle
from program.console import Console
from program.waiting import wait_for

FLAGS = ["--log-level", "info", "--rate-limit-window", "1000", "--rate-limit-max-requests", "1000000"]
BUYERS = 100_000  # as many as Holdfast is sure to know
READY_SECONDS_MAX = 60
BODY = '{"product_id":{product:10},"quantity":1}'


class HoldfastShop:
    """Use in a `with` block. With `database_of` another shop, it is one more server on its database."""

    def __init__(self, database_of=None):
        self._owner = database_of or self
        self.console = Console(*FLAGS, **(database_of.parameters if database_of else {}))
        self._key = database_of._key if database_of else None
        self.known_product = None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.console.remove()

    def start(self):
        """How many seconds it took to be ready."""
        port = _free_port()
        began = time.monotonic()
        self.console.launch("--port", str(port))
        self.console.port = port
        wait_for(self.console.is_ready, "Holdfast is ready", READY_SECONDS_MAX, interval=0.002)
        took = time.monotonic() - began
        self._key = self._key or self._make_key()
        return took

    @property
    def ports(self):
        return [self.console.port]

    @property
    def server_roots(self):
        return [self.console.pid]

    @property
    def database_roots(self):
        return [self._owner.console.cluster.postmaster]

    @property
    def database(self):
        return self._owner.console.database

    @property
    def parameters(self):
        """How to reach the database, for libpq."""
        cluster = self._owner.console.cluster
        password = (self._owner.console.data_directory / "postgres" / "password").read_text(encoding="utf-8").strip()
        return {"PGHOST": str(cluster.socket_folder), "PGPORT": self.database.value("SHOW port"), "PGUSER": "holdfast",
                "PGDATABASE": "holdfast", "PGPASSWORD": password}

    def new_products(self, count, **fields):
        wanted = {"name": "bench", "price": 1, "total_stock": 100_000_000, "hold_seconds": 86_400, **fields}
        with self.console.client() as api:
            return [api.post("/products", wanted, headers=self.credentials).data["id"] for _ in range(count)]

    def stock_of(self, product):
        with self.console.client() as api:
            return api.get(f"/products/{product}/status").data

    def meet_customers(self):
        """Everybody becomes a known customer with one hold of `known_product`."""
        [self.known_product] = self.new_products(1)
        run = finish_load(start_load(self.reserve_request(), self.ports, products=[self.known_product],
                                     count=BUYERS, seconds=READY_SECONDS_MAX))
        assert run.accepted == BUYERS, f"not all customers could be met: {run.answers}"

    def settle(self):
        settle(self.database)

    def rows(self, products, status="active"):
        listed = ",".join(map(str, products))
        return self.database.number(f"SELECT count(*) FROM reservations WHERE product_id IN ({listed})"
                                    f" AND status = '{status}'")

    def faults(self, _products):
        audit = self._owner.console.audit()
        return [] if audit.returncode == 0 else [f"audit: {audit.stdout}{audit.stderr}"]

    @property
    def credentials(self):
        return {"Authorization": f"Bearer {self._key}"}

    def reserve_request(self, with_key=True):
        return self._act("POST", "/api/v1/reservations", BODY, with_key)

    def check_out_request(self):
        return self._act("POST", "/api/v1/checkout", BODY)

    def cancel_request(self):
        return self._act("DELETE", "/api/v1/reserve/u{buyer}/{product}")

    def listing_request(self):
        return request("GET", "/api/v1/products?limit=100")

    def _act(self, method, path, body=None, with_key=True):
        key = {"Idempotency_Key": "{key}"} if with_key else {}
        return request(method, path, body, **self.credentials, X_User_Id="u{buyer}", **key)

    def _make_key(self):
        password = (self.console.data_directory / "admin-password").read_text(encoding="utf-8").strip()
        with self.console.client() as api:
            token = api.post("/auth/login", {"email": "admin@localhost", "password": password}).data["token"]
            return api.post("/admin/api-keys", {"name": "bench"}, headers={"Authorization": f"Bearer {token}"}).data["key"]


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
