# SPDX-License-Identifier: GPL-3.0-only
"""Faults under traffic, one after the other on one data folder; after each, everything promised must be there."""

import random
import time
from dataclasses import dataclass

from checker import SHORT_HOLD_SECONDS_MAX, differences
from judge import Judge
from ledger import Ledger, Outcome
from program import processes
from program.console import Console
from program.waiting import wait_for
from records import read_records
from traffic import Article, Traffic

# Holds are back within a second of their time, or of readiness; the rest is for a busy machine and for psql.
RETURN_SECONDS_MAX = 1 + 3
OVERDUE_HOLDS = ("SELECT count(*) FROM reservations"
                 " WHERE status = 'active' AND expires_at < clock_timestamp() - interval '1 second'")
# Acknowledged before and after each fault, so that it strikes traffic and traffic goes on.
ENTRIES_AROUND_A_FAULT = 150

CATALOGUE = [
    {"name": "plenty", "total_stock": 1_000_000, "price": 3, "hold_seconds": 3600},
    {"name": "short holds", "total_stock": 1_000_000, "price": 7.5, "hold_seconds": 1},
    {"name": "scarce", "total_stock": 40, "price": 100, "hold_seconds": 1},
    {"name": "two each", "total_stock": 100_000, "price": 1, "hold_seconds": 3600, "per_user_limit": 2},
]


@dataclass(frozen=True)
class Report:
    """Of one fault."""

    name: str
    promised: int
    unknown: int
    unavailable: int
    slowest_refusal: float
    holds_back_after: float
    faults: list

    def text(self):
        return (f"{self.name}: {self.promised} promised and {self.unknown} unknown so far, {self.unavailable} times 503"
                f" (slowest {self.slowest_refusal:.2f} s), holds back {self.holds_back_after:.2f} s after ready: "
                + ("good" if not self.faults else f"{len(self.faults)} FAULTS\n  " + "\n  ".join(self.faults[:20])))


class Campaign:
    """Use in a `with` block, in the main thread."""

    def __init__(self, seed, shoppers=24):
        self._seed = seed
        self._shoppers = shoppers
        self._random = random.Random(seed)
        self._stages = 0
        self.console = Console("--open-access")
        self.ledger = Ledger(self.console.folder / "ledger")
        self._articles = []

    def __enter__(self):
        try:
            self.console.start()
            with self.console.client() as api:
                self._articles = [_article(api.post("/products", fields).data) for fields in CATALOGUE]
                sale = api.post("/sales", {"name": "campaign", "product_ids": [each.id for each in self._articles]}).data
                api.post(f"/sales/{sale['id']}/start")
        except BaseException:
            self.console.remove()
            raise
        return self

    def __exit__(self, *_):
        self.ledger.close()
        self.console.remove()

    def suffer(self, fault):
        """The fault under traffic; then a check of everything since the campaign began."""
        self._stages += 1
        judge = Judge(fault.ends_console)
        traffic = Traffic(self.console, self._articles, self.ledger, judge, f"s{self._stages}",
                          self._random.randrange(2**32), self._shoppers)
        traffic.start()
        try:
            self._await_entries(judge)
            fault.happen(self.console, self._random)
            back_after = self._await_due_holds(judge)
            self._await_entries(judge)
        finally:
            traffic.stop()
        faults = judge.faults + self.check()
        return Report(fault.name, self.ledger.count(Outcome.DONE), self.ledger.count(Outcome.UNKNOWN),
                      judge.unavailable, judge.slowest_refusal, back_after, faults)

    def check(self):
        """Without traffic: the ledger against the rows, and Holdfast's own audit."""
        audit = self.console.audit()
        faults = differences(self.ledger.entries(), read_records(self.console.database))
        return faults + ([] if audit.returncode == 0 else [f"audit: {audit.stdout}{audit.stderr}"])

    def end(self):
        """A graceful stop; the faults in it."""
        code = self.console.stop()
        left = processes.mentioning(str(self.console.data_directory))
        return ([f"exit code {code}"] if code else []) + ([f"processes left: {left}"] if left else [])

    def _await_entries(self, judge):
        wanted = self.ledger.count(Outcome.DONE) + ENTRIES_AROUND_A_FAULT
        wait_for(lambda: self.ledger.count(Outcome.DONE) >= wanted,
                 lambda: f"{ENTRIES_AROUND_A_FAULT} requests succeed; faults so far: {judge.faults[:5]}", interval=0.1)

    def _await_due_holds(self, judge):
        ready = time.monotonic()
        wait_for(lambda: self.console.database.number(OVERDUE_HOLDS) == 0, "holds that are due come back", interval=0.05)
        took = time.monotonic() - ready
        if took > RETURN_SECONDS_MAX:
            judge.fault(f"holds that were due came back {took:.1f} s after readiness")
        return took


def _article(product):
    limit = product["per_user_limit"] or 3
    return Article(product["id"], min(limit, 3), product["hold_seconds"] <= SHORT_HOLD_SECONDS_MAX)
