# SPDX-License-Identifier: GPL-3.0-only
"""The lines of the table: what is measured as what, what it must be, and what it aims at."""

from collections.abc import Callable
from dataclasses import dataclass

REDIS = "Fastify + Redis Lua (as it comes or with fsync always, the faster counts)"


@dataclass(frozen=True)
class Line:
    case: str
    measured_as: str
    value: Callable  # of the figures; None when it was not measured
    must: float
    aim: float
    less_is_better: bool = False
    unit: str = ""

    def holds(self, figures, limit):
        """None when it was not measured."""
        value = self.value(figures)
        if value is None:
            return None
        return value <= limit if self.less_is_better else value >= limit

    def verdict(self, figures):
        if self.value(figures) is None:
            return "not measured"
        return "aim" if self.holds(figures, self.aim) else "must" if self.holds(figures, self.must) else "FAIL"

    def text_of(self, number):
        if number is None:
            return "–"
        return f"{number:.2f}{self.unit}" if number < 10 else f"{number:.1f}{self.unit}"


def rates(name, *others):
    """By how much one rate is the other; of several the fastest counts."""
    return lambda figures: figures.ratio(f"{name}.rate", *(f"{other}.rate" for other in others))


def figure(name):
    return lambda figures: figures.median(name)


def ratio(name, other):
    return lambda figures: figures.ratio(name, other)


def _redis_at(connections):
    return f"redis{connections}", f"redis_durable{connections}"


def _at_most(case, measured_as, name, must, aim, unit):
    return Line(case, measured_as, figure(name), must, aim, less_is_better=True, unit=unit)


LINES = [
    Line("hot product, reserve", "÷ plain SQL, pgbench at 32 clients", rates("hot64", "plain_sql"), 20, 25),
    Line("", f"÷ {REDIS}", rates("hot64", *_redis_at(64)), 1.1, 1.3),
    Line("", "÷ Qt JSON echo", rates("hot64", "qt_echo"), 0.65, 0.75),
    Line("the same at 256 connections", "÷ Fastify + Redis Lua there", rates("hot256", *_redis_at(256)), 1.2, 1.4),
    Line("the same at 1,000 connections", "÷ Fastify + Redis Lua there", rates("hot1000", *_redis_at(1000)), 1.5, 1.8),
    Line("buyers seen for the first time", "÷ known ones", rates("newcomers", "hot64"), 0.7, 0.85),
    Line("1 % of the requests repeat a buyer", "÷ none", rates("repeats", "hot64"), 0.9, 1.0),
    Line("100 products at random", "÷ hot", rates("hundred", "hot64"), 0.85, 0.95),
    Line("checkout", "÷ reserve", rates("check_out", "check_out.reserve"), 0.85, 1.0),
    Line("cancel", "÷ reserve", rates("cancel", "cancel.reserve"), 0.85, 1.0),
    Line("sold out, no key (409 from the board)", "÷ Qt GET", rates("sold_out", "qt_get"), 1.0, 1.15),
    Line("listing of 100 products", "÷ Qt GET", rates("listing", "qt_get"), 1.0, 1.25),
    _at_most("p99, hot product, 64 connections", "ms", "hot64.p99_ms", 4, 2.5, " ms"),
    _at_most("p99, 256 connections", "ms", "hot256.p99_ms", 10, 8, " ms"),
    _at_most("p99, 1,000 connections", "ms", "hot1000.p99_ms", 40, 25, " ms"),
    Line("a lone client", "p50 ÷ the SQL call alone, pgbench at 1 client", ratio("lone.p50_ms", "one_call.p50_ms"), 1.4, 1.2,
         less_is_better=True),
    Line("soak at 256 connections", "rate of the last third ÷ first", figure("soak.kept"), 0.95, 1.0),
    _at_most("", "slowest answer", "soak.slowest_ms", 100, 50, " ms"),
    _at_most("100,000 holds fall due at once, idle", "back in stock within", "expiry.idle_seconds", 1.0, 0.6, " s"),
    Line("the same under reserve load", "reserve rate kept", figure("expiry.load.kept"), 0.9, 0.95),
    _at_most("", "p99 meanwhile", "expiry.load.p99_meanwhile_ms", 10, 7, " ms"),
    Line("two servers on one database, one hot product", "÷ one server", rates("two_servers", "one_server"), 0.9, 1.1),
    Line("10 M old reservations and 1 M users stored", "÷ empty database", rates("stored", "empty"), 0.85, 0.95),
    _at_most("memory with 100,000 active holds, headless", "resident MB", "memory.megabytes", 120, 80, " MB"),
    _at_most("to ready, new private cluster", "s", "start.new_seconds", 8, 5, " s"),
    _at_most("to ready, later start", "s", "start.later_seconds", 1.5, 0.7, " s"),
]
