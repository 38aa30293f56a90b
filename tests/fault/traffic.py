# SPDX-License-Identifier: GPL-3.0-only
"""Many shoppers at once, each on a kept-alive connection, who hold, buy, cancel or walk away without a pause, or buy at
once in a flash sale or out of a cart."""

import random
import threading
import time
from dataclasses import dataclass

from ledger import Act, Entry, Outcome

ANSWER_SECONDS_MAX = 30
ATTEMPTS_MAX = 3
REGULARS = 8


@dataclass(frozen=True)
class Article:
    id: int
    quantity_max: int
    hold_is_short: bool


class Traffic:
    """Runs between start() and stop(); what it was told stands in the ledger."""

    def __init__(self, console, articles, ledger, judge, name, seed, shoppers):
        self._stop = threading.Event()
        self._shoppers = [Shopper(console, articles, ledger, judge, f"{name}-{number}", seed * 1000 + number, self._stop)
                          for number in range(shoppers)]

    def start(self):
        for shopper in self._shoppers:
            shopper.start()

    def stop(self):
        """Everybody ends the request at hand."""
        self._stop.set()
        for shopper in self._shoppers:
            shopper.join()


class Shopper(threading.Thread):
    def __init__(self, console, articles, ledger, judge, name, seed, stop):
        super().__init__(name=name)
        self._console = console
        self._articles = articles
        self._ledger = ledger
        self._judge = judge
        self._random = random.Random(seed)
        self._stop_wanted = stop
        self._client = None
        self._client_port = None

    def run(self):
        visit = 0
        while not self._stop_wanted.is_set():
            visit += 1
            try:
                self._visit(visit)
            except Exception as error:  # a shopper that dies unseen would make the campaign look good
                self._judge.fault(f"shopper {self.name}: {error!r}")
                return
            # Steady traffic, not a benchmark: the faults need some of the machine, too.
            self._stop_wanted.wait(self._random.uniform(0, 0.02))
        self._hang_up()

    def _visit(self, visit):
        article = self._random.choice(self._articles)
        if self._random.random() < 0.3:
            self._buy(article, f"{self.name}-{visit}")
            return
        is_regular = self._random.random() < 0.2
        user = f"regular-{self._random.randrange(REGULARS)}" if is_regular else f"{self.name}-{visit}"
        wanted = Entry(Act.RESERVE, Outcome.UNKNOWN, user, article.id, self._random.randint(1, article.quantity_max))
        outcome, data = self._attempt(wanted, "POST", "/reservations",
                                      {"product_id": article.id, "quantity": wanted.quantity}, False)
        if outcome is Outcome.DONE:
            self._end(article, user, data["reservation"])

    def _buy(self, article, user):
        """At once, by somebody who has never been here: in the sale, or out of a cart."""
        wanted = Entry(Act.BUY, Outcome.UNKNOWN, user, article.id, self._random.randint(1, article.quantity_max))
        line = {"product_id": article.id, "quantity": wanted.quantity}
        if self._random.random() < 0.5:
            self._attempt(wanted, "POST", "/flashsales/purchase", line, False)
        elif self._fill_cart(user, line):
            self._attempt(wanted, "POST", "/orders", {}, False)

    def _fill_cart(self, user, line):
        """Whether it is known to be in the cart: a cart is no promise, so nothing is written down."""
        client = self._connected()
        try:
            return bool(client) and client.post("/cart/items", line, user=user).status == 201
        except OSError as error:
            self._judge.lost("cart", error)
            return False

    def _end(self, article, user, hold):
        """Half buys, a fifth cancels, the rest walks away."""
        chance = self._random.random()
        act = Act.CHECK_OUT if chance < 0.5 else Act.CANCEL if chance < 0.7 else None
        may_be_late = article.hold_is_short
        for _ in range(ATTEMPTS_MAX if act else 0):
            wanted = Entry(act, Outcome.UNKNOWN, user, article.id, hold["quantity"], hold["id"])
            if act is Act.CHECK_OUT:
                outcome, _ = self._attempt(wanted, "POST", "/checkout", {"reservation_id": hold["id"]}, may_be_late)
            else:
                outcome, _ = self._attempt(wanted, "DELETE", f"/reservations/{hold['id']}", None, may_be_late)
            if outcome is not Outcome.UNKNOWN or self._stop_wanted.is_set():
                return
            may_be_late = True

    def _attempt(self, wanted, method, path, body, may_be_late):
        """Asks once and writes down what came of it."""
        client = self._connected()
        if not client:
            return Outcome.REFUSED, None
        began = time.monotonic()
        data = None
        try:
            answer = client.ask(method, path, body, user=wanted.user)
            outcome = self._judge.judge(wanted.act, answer, time.monotonic() - began, may_be_late)
            data = answer.data
        except OSError as error:
            outcome = self._judge.lost(wanted.act, error)
        self._ledger.write(_told(wanted, outcome, data))
        return outcome, data

    def _connected(self):
        """A client of the console that runs now; None when all is over before there is one."""
        while not (port := self._console.port):
            if self._stop_wanted.wait(0.02):
                return None
        if port != self._client_port:
            self._hang_up()
            self._client, self._client_port = self._console.client(timeout=ANSWER_SECONDS_MAX), port
        return self._client

    def _hang_up(self):
        if self._client:
            self._client.close()


def _told(wanted, outcome, data):
    """The entry with what a 2xx tells."""
    reservation, order = wanted.reservation, None
    if outcome is Outcome.DONE and wanted.act is Act.RESERVE:
        reservation = data["reservation"]["id"]
    if outcome is Outcome.DONE and wanted.act is Act.BUY:
        reservation = data["items"][0]["reservation_id"]
    if outcome is Outcome.DONE and wanted.act in (Act.CHECK_OUT, Act.BUY):
        order = data["id"]
    return Entry(wanted.act, outcome, wanted.user, wanted.product, wanted.quantity, reservation, order)
