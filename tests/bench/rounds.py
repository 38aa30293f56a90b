# SPDX-License-Identifier: GPL-3.0-only
"""The order of a sitting: rounds in which everything is measured in turns, each with everything fresh."""

import shutil
from contextlib import ExitStack

import cases
import cases_of_size
import cases_of_time
import wrk
from cases import Floor
from holdfast_shop import HoldfastShop
from load_run import finish_load, start_load
from peer_shops import PostgresPeer, PostgresStore, QtPeer, RedisPeer
from places import PEERS
from postgres import Postgres
from verdict import check_answers

# In the order of measuring: what is divided stands beside what it is divided by.
CASES = {
    "expiry": cases_of_time.expiry_idle,
    "hot": lambda sitting, floor: cases.hot(sitting, floor, 64),
    "plain_sql": cases.plain_sql,
    "qt_echo": cases.qt_echo,
    "hot256": lambda sitting, floor: cases.hot(sitting, floor, 256),
    "hot1000": lambda sitting, floor: cases.hot(sitting, floor, 1000),
    "newcomers": cases.newcomers,
    "repeats": cases.repeats,
    "hundred": cases.hundred_products,
    "checkout": cases.check_out,
    "cancel": cases.cancel,
    "sold_out": cases.sold_out,
    "listing": cases.listing,
    "wrk": wrk.by_wrk,
    "lone": cases.lone_client,
    "node": cases.node_and_postgres,
    "expiry_load": cases_of_time.expiry_under_load,
    "two_servers": cases_of_size.two_servers,
    "soak": cases.soak,
}
STORED = "stored"
WARMING = 10_000
WARM_SECONDS_MAX = 10
NAMES = [*CASES, STORED]


def run_all(sitting):
    wanted = sitting.arguments.cases
    for number in range(sitting.arguments.repeats if set(wanted) & set(CASES) else 0):
        print(f"Round {number + 1} of {sitting.arguments.repeats}", flush=True)
        with ExitStack() as stack:
            floor = set_up(sitting, stack)
            for name in (name for name in CASES if name in wanted):
                sitting.attempt_case(name, CASES[name], floor)
    if STORED in wanted:
        print("A database with a past", flush=True)
        sitting.attempt_case(STORED, cases_of_size.stored)


def set_up(sitting, stack):
    """Starting Holdfast and meeting its customers are cases themselves."""
    holdfast = stack.enter_context(HoldfastShop())
    cases_of_time.start(sitting, holdfast)
    cases_of_time.memory(sitting, holdfast)
    postgres = stack.enter_context(Postgres(like=holdfast.database))
    peers = {name: stack.enter_context(peer) for name, peer in make_peers(postgres).items()}
    for name in peers.keys() - {"qt"}:
        warm(peers[name])
    return Floor(holdfast, postgres, PostgresStore(postgres), peers)


def warm(peer):
    """Node.js compiles what runs often. Holdfast has met its customers meanwhile."""
    peer.settle()
    products = peer.new_products(1)
    load = start_load(peer.reserve_request(), peer.ports, products=products, count=WARMING, seconds=WARM_SECONDS_MAX)
    check_answers(finish_load(load).answers, (201,))


def make_peers(postgres):
    """Those that can run here; run tells beforehand which cannot."""
    peers = {"qt": QtPeer()}
    if (PEERS / "installed").exists():
        peers |= {"express": PostgresPeer("express_pg.mjs", postgres), "fastify": PostgresPeer("fastify_pg.mjs", postgres)}
        if shutil.which("redis-server"):
            peers |= {"redis": RedisPeer(is_durable=False), "redis_durable": RedisPeer(is_durable=True)}
    return peers
