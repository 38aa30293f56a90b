# SPDX-License-Identifier: GPL-3.0-only
"""The peers, each with what a shop of the load has: ports, products, a request, rows."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from load_run import request
from places import BUILD, PEERS
from postgres import settle
from program.waiting import wait_for

BODY = '{"product_id":{product:10},"quantity":1}'
STOCK = 100_000_000


class Peer:
    """A server that says where it listens on its first line. Use in a `with` block."""

    database_roots = ()

    def __init__(self, command, **environment):
        self._command = command
        self._environment = environment
        self._process = None
        self._products = 0
        self.ports = []

    def __enter__(self):
        self._process = subprocess.Popen(["setpriv", "--pdeathsig", "TERM", *map(str, self._command)], text=True,
                                         env={"PATH": os.environ["PATH"], "NODE_ENV": "production",
                                              **self._environment},
                                         stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)
        line = self._process.stdout.readline()
        assert line.startswith("listening on "), f"{self._command} says: {line}"
        self.ports = [int(line.split()[-1])]
        return self

    def __exit__(self, *_):
        self._process.kill()
        self._process.wait()
        self._process.stdout.close()

    @property
    def server_roots(self):
        return [self._process.pid]

    def new_products(self, count):
        first = self._products + 1
        self._products += count
        products = list(range(first, first + count))
        self.make_products(products)
        return products

    def reserve_request(self):
        """As Holdfast gets it, key and credentials included, though nobody here looks at them."""
        return request("POST", "/reservations", BODY, Authorization="Bearer hf_" + "x" * 43, X_User_Id="u{buyer}",
                       Idempotency_Key="{key}")

    def make_products(self, products):
        pass

    def settle(self):
        pass


class PostgresPeer(Peer):
    """Node.js on the peers' PostgreSQL."""

    def __init__(self, script, postgres):
        super().__init__(["node", PEERS / script], **postgres.parameters)
        self._store = PostgresStore(postgres)
        self.database_roots = [postgres.pid]
        self.make_products, self.settle = self._store.make_products, self._store.settle
        self.rows, self.faults = self._store.rows, self._store.faults


class PostgresStore:
    """The peers' tables."""

    def __init__(self, postgres):
        self._postgres = postgres

    @property
    def _database(self):
        return self._postgres.database

    def settle(self):
        self._database.query("TRUNCATE reservations, products")
        settle(self._database)

    def make_products(self, products):
        values = ",".join(f"({product}, {STOCK}, {STOCK})" for product in products)
        self._database.query(f"INSERT INTO products (id, total, available) VALUES {values}")

    def rows(self, products):
        return self._database.number("SELECT count(*) FROM reservations")

    def faults(self, products):
        wrong = self._database.query(
            "SELECT p.id FROM products p WHERE p.total <> p.available + p.reserved OR p.reserved <> "
            "(SELECT coalesce(sum(r.quantity), 0) FROM reservations r WHERE r.product_id = p.id)")
        return [f"stock of product {row[0]} does not add up" for row in wrong]


class RedisPeer(Peer):
    """Node.js on a Redis of its own; durable: every command is on the disk before its answer."""

    def __init__(self, is_durable):
        self._folder = Path(tempfile.mkdtemp(prefix="hf-bench-redis-"))
        self._socket = self._folder / "socket"
        super().__init__(["node", PEERS / "fastify_redis.mjs"], REDIS_SOCKET=str(self._socket))
        self._durability = ["--appendonly", "yes", "--appendfsync", "always"] if is_durable else []
        self._redis = None

    def __enter__(self):
        self._redis = subprocess.Popen(["setpriv", "--pdeathsig", "TERM", "redis-server", "--port", "0", "--dir",
                                        str(self._folder), "--unixsocket", str(self._socket), *self._durability],
                                       stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        wait_for(self._socket.exists, "Redis listens")
        self.database_roots = [self._redis.pid]
        return super().__enter__()

    def __exit__(self, *_):
        super().__exit__()
        self._redis.kill()
        self._redis.wait()
        shutil.rmtree(self._folder, ignore_errors=True)

    def settle(self):
        self._ask("FLUSHALL")

    def make_products(self, products):
        for product in products:
            self._ask("SET", f"stock:{product}", STOCK)

    def rows(self, products):
        """Holds; the products themselves are keys, too."""
        return int(self._ask("DBSIZE")) - len(products)

    def faults(self, products):
        left = sum(int(self._ask("GET", f"stock:{product}")) for product in products)
        taken = len(products) * STOCK - left
        return [] if taken == self.rows(products) else [f"{taken} units taken, {self.rows(products)} held"]

    def _ask(self, *words):
        return subprocess.run(["redis-cli", "-s", str(self._socket), *map(str, words)], check=True, capture_output=True,
                              text=True).stdout.strip()


class QtPeer(Peer):
    """Qt's own server without any shop: what HTTP alone costs."""

    def __init__(self):
        super().__init__([BUILD / "qt_server"])

    def echo_request(self):
        return request("POST", "/echo", BODY, Authorization="Bearer hf_" + "x" * 43, X_User_Id="u{buyer}",
                       Idempotency_Key="{key}")

    def get_request(self):
        return request("GET", "/")
