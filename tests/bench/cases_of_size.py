# SPDX-License-Identifier: GPL-3.0-only
"""Cases that need more than one fresh Holdfast: two servers on a database, and a database with a long past."""

from holdfast_shop import HoldfastShop
from places import FOLDER

MILLION = 1_000_000


class BothServers:
    """One shop whose load goes to two servers in turns."""

    def __init__(self, first, second):
        self._first = first
        self._second = second
        self.database_roots = first.database_roots

    @property
    def ports(self):
        return self._first.ports + self._second.ports

    @property
    def server_roots(self):
        return self._first.server_roots + self._second.server_roots

    def __getattr__(self, name):
        return getattr(self._first, name)


def two_servers(sitting, floor):
    """One hot product, sold by one server and by two."""
    first = floor.holdfast
    with HoldfastShop(database_of=first) as second:
        second.start()
        second.meet_customers()
        sitting.reserve("one_server", first)
        sitting.reserve("two_servers", BothServers(first, second))


def stored(sitting):
    """A Holdfast of its own: as fast with 10 million reservations of the past, and a million customers, as without?"""
    with HoldfastShop() as shop:
        shop.start()
        shop.meet_customers()
        for _ in range(sitting.arguments.repeats):
            sitting.reserve("empty", shop)
        _fill(sitting, shop)
        shop.console.stop()
        sitting.figures.add("stored.start_seconds", shop.start())
        shop.meet_customers()
        for _ in range(sitting.arguments.repeats):
            sitting.reserve("stored", shop)


def _fill(sitting, shop):
    customers, holds = sitting.arguments.stored_customers, sitting.arguments.stored_holds
    products = shop.new_products(100)
    sql = (FOLDER / "sql" / "stored.sql").read_text(encoding="utf-8")
    make_customers, make_holds = sql.split("-- then --")
    for first in range(1, customers + 1, MILLION // 4):
        shop.database.query(_filled(make_customers, first, min(first + MILLION // 4 - 1, customers), products, customers))
    for first in range(1, holds + 1, MILLION // 2):
        shop.database.query(_filled(make_holds, first, min(first + MILLION // 2 - 1, holds), products, customers))
        print(f"  {first + MILLION // 2 - 1:,} old reservations stored", end="\r", flush=True)
    for table in ("users", "reservations"):
        shop.database.query(f"VACUUM ANALYZE {table}")


def _filled(sql, first, last, products, customers):
    values = {"first": first, "last": last, "product": products[0], "products": len(products), "customers": customers}
    for name, value in values.items():
        sql = sql.replace(f":{name}:", str(value))
    return sql
