# SPDX-License-Identifier: GPL-3.0-only
"""The cases of one server under load. Each takes the sitting and the floor (what is measured), and adds figures."""

import itertools
import re
import tempfile
from dataclasses import dataclass, field

from places import FOLDER, REPOSITORY
from verdict import check_answers, check_rows

NEWCOMERS = 1_000_000
LANE_OPTIONS = ("-c search_path=holdfast -c enable_seqscan=off -c plan_cache_mode=force_generic_plan"
                " -c jit=off -c client_min_messages=warning -c holdfast.references_known=on")


@dataclass
class Floor:
    """Everything that can be measured. Peers that cannot run here are missing from `peers`."""

    holdfast: object
    postgres: object
    store: object
    peers: dict = field(default_factory=dict)


def hot(sitting, floor, connections=64):
    """One product, known customers, a key on each request; and those peers whose figure it is divided by."""
    sitting.reserve(f"hot{connections}", floor.holdfast, connections=connections)
    for name in ("redis", "redis_durable"):
        if name in floor.peers:
            sitting.reserve(f"{name}{connections}", floor.peers[name], connections=connections)


def plain_sql(sitting, floor):
    """32 clients, each a transaction of four statements; no HTTP."""

    def attempt():
        floor.store.settle()
        floor.store.make_products([1])
        run = sitting.pgbench([floor.postgres.pid], floor.postgres.programs, floor.postgres.parameters,
                              "naive.pgbench.sql", clients=32, product=1)
        check_rows(run.count, floor.store.rows([1]), floor.store.faults([1]))
        return run

    run = sitting.undisturbed("plain_sql", attempt)
    sitting.figures.add("plain_sql.rate", run.rate)
    print(f"  plain_sql: {run.rate:,.0f} a second", flush=True)


def qt_echo(sitting, floor):
    peer = floor.peers["qt"]
    _ask_only(sitting, "qt_echo", peer, peer.echo_request())


def node_and_postgres(sitting, floor):
    for name in ("express", "fastify"):
        if name in floor.peers:
            sitting.reserve(name, floor.peers[name])


def newcomers(sitting, floor):
    """Nobody has been here before."""
    crowds = itertools.count(1)
    sitting.reserve("newcomers", floor.holdfast, product_count=1,
                    vary=lambda: {"buyers": NEWCOMERS, "first_buyer": next(crowds) * NEWCOMERS})


def repeats(sitting, floor):
    sitting.reserve("repeats", floor.holdfast, repeats=0.01, allowed=(201, 409))


def hundred_products(sitting, floor):
    sitting.reserve("hundred", floor.holdfast, product_count=100, spread="yes")


def check_out(sitting, floor):
    _end_holds(sitting, floor.holdfast, "check_out", floor.holdfast.check_out_request(), 201, "consumed")


def cancel(sitting, floor):
    _end_holds(sitting, floor.holdfast, "cancel", floor.holdfast.cancel_request(), 200, "cancelled")


def _end_holds(sitting, shop, name, text, status, state):
    """Makes holds, which is measured as well, and ends them all."""

    def attempt():
        made = sitting.reserve(f"{name}.reserve", shop)
        shop.settle()
        run = sitting.load(shop, text, products=made.products, count=made.buyers, warm_up=0, seconds=600)
        check_answers(run.answers, (status,))
        check_rows(run.accepted, shop.rows(made.products, state), shop.faults(made.products))
        return run

    sitting.keep(name, sitting.undisturbed(name, attempt))


def sold_out(sitting, floor):
    """The last unit is held; everybody after that is refused, without the database."""
    shop = floor.holdfast

    def attempt():
        shop.settle()
        products = shop.new_products(1, total_stock=1)
        sitting.load(shop, shop.reserve_request(), products=products, count=1)
        run = sitting.load(shop, shop.reserve_request(with_key=False), products=products, first_buyer=1)
        check_answers(run.answers, (409,))
        check_rows(1, shop.rows(products), shop.faults(products))
        return run

    sitting.keep("sold_out", sitting.undisturbed("sold_out", attempt))


def listing(sitting, floor):
    """A hundred products; and Qt's plain GET, which it is divided by."""
    _ask_only(sitting, "qt_get", floor.peers["qt"], floor.peers["qt"].get_request())
    shop = floor.holdfast
    shop.new_products(100)
    _ask_only(sitting, "listing", shop, shop.listing_request())


def _ask_only(sitting, name, shop, text):
    def attempt():
        shop.settle()
        run = sitting.load(shop, text)
        check_answers(run.answers, (200,))
        return run

    sitting.keep(name, sitting.undisturbed(name, attempt))


def lone_call():
    """The statement a lane sends for a crowd, for one buyer after the other: a script for pgbench, where it commits by
    itself. Ids of reservations are in order, as Holdfast's are; keys are digests."""
    text = (REPOSITORY / "sql" / "statements" / "stock.sql").read_text(encoding="utf-8")
    statement = re.search(r"^-- name: hold_directly\n(.*?;)$", text, re.MULTILINE | re.DOTALL).group(1)
    product = ":product::bigint"
    elements = {
        "products": product, "product_of": product, "in_sales": None,
        "reservations": f"(lpad(({product})::text, 8, '0') || '-0000-7000-8000-' || lpad(:buyer::text, 12, '0'))::uuid",
        "users": "('00000000-0000-7000-8000-' || lpad(:buyer::text, 12, '0'))::uuid",
        "keys": "gen_random_uuid()", "requests": "gen_random_uuid()",
        **dict.fromkeys(["units", "holds", "quantities", "units_so_far", "holds_so_far"], "1"),
    }
    for name, element in elements.items():
        statement = re.sub(rf"(?<!:):{name}\b", f"ARRAY[{element or ''}]", statement)
    return "\\set buyer :buyer + 1\n" + statement


def lone_client(sitting, floor):
    """One connection; and the same call to the database from pgbench."""
    shop = floor.holdfast
    sitting.reserve("lone", shop, connections=1)
    shop.database.query((FOLDER / "sql" / "bench_customers.sql").read_text(encoding="utf-8"))

    def attempt():
        [product] = shop.new_products(1)
        shop.settle()
        with tempfile.NamedTemporaryFile("w", suffix=".sql", encoding="utf-8") as script:
            script.write(lone_call())
            script.flush()
            run = sitting.pgbench(shop.database_roots, floor.postgres.programs, shop.parameters, script.name,
                                  clients=1, options=LANE_OPTIONS, product=product, buyer=0)
        check_rows(run.count, shop.rows([product]), shop.faults([product]))
        return run

    run = sitting.undisturbed("one_call", attempt)
    sitting.figures.add("one_call.p50_ms", run.p50_ms)
    print(f"  one_call: p50 {run.p50_ms:.3f} ms", flush=True)


def soak(sitting, floor):
    """A minute at 256 connections, by default: does it slow down, and who waited longest?"""
    seconds = sitting.arguments.soak_seconds
    run = sitting.reserve("soak", floor.holdfast, connections=256, seconds=seconds,
                          product_count=sitting.products_for(seconds))
    third = int(seconds / 3 * 10)
    sitting.figures.add("soak.kept", run.rate_between(2 * third, 3 * third) / run.rate_between(0, third))
