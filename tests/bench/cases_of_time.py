# SPDX-License-Identifier: GPL-3.0-only
"""Cases about moments: being ready, and many holds that fall due at once."""

import threading
import time
from dataclasses import dataclass

from load_run import SLICE_SECONDS, Run, finish_load, start_load
from machine import resident_megabytes
from sitting import BUYERS
from verdict import Void, check_answers, check_rows

DUE_IN_SECONDS = 5
BACK_SECONDS_MAX = 30
# Of the load before the holds fall due that is compared: it runs evenly by then.
EVEN_AFTER_SECONDS = 0.5
SLICES_MIN = 5
DUE = ("UPDATE reservations SET expires_at = to_timestamp({moment}) WHERE product_id = {product} AND status = 'active'")


def start(sitting, shop):
    """On an empty folder, and once more on what is there then. Leaves Holdfast running."""
    sitting.figures.add("start.new_seconds", shop.start())
    code = shop.console.stop()
    assert code == 0, f"Holdfast ended with {code}"
    sitting.figures.add("start.later_seconds", shop.start())


def memory(sitting, shop):
    """Of a server that has just made 100,000 holds, for as many customers."""
    shop.meet_customers()
    sitting.figures.add("memory.megabytes", resident_megabytes(shop.console.pid))


def expiry_idle(sitting, floor):
    """The holds that memory() made fall due at once, and nothing else happens."""
    shop = floor.holdfast
    shop.settle()
    moment = _fall_due(shop, shop.known_product)
    back = Watch(shop, shop.known_product, moment)
    back.join()
    _check(shop, shop.known_product)
    sitting.figures.add("expiry.idle_seconds", back.seconds)
    print(f"  expiry: {BUYERS:,} holds back after {back.seconds:.2f} s", flush=True)


def expiry_under_load(sitting, floor):
    """The same in the middle of a run of reserves: how fast it goes meanwhile, against before."""
    shop = floor.holdfast

    def attempt():
        [due, *products] = shop.new_products(1 + sitting.products_for(BACK_SECONDS_MAX))
        made = finish_load(start_load(shop.reserve_request(), shop.ports, products=[due], count=BUYERS, seconds=600))
        check_answers(made.answers, (201,))
        shop.settle()
        moment = _fall_due(shop, due)
        watch = Watch(shop, due, moment)
        run = sitting.load(shop, shop.reserve_request(), products=products,
                           seconds=DUE_IN_SECONDS * 2 + sitting.arguments.seconds)
        watch.join()
        check_answers(run.answers, (201,))
        check_rows(run.accepted, shop.rows(products))
        _check(shop, due)
        return LoadedExpiry(run, moment, watch.seconds)

    expiry = sitting.undisturbed("expiry.load", attempt)
    sitting.keep("expiry.load", expiry.run)
    kept, p99_ms = expiry.meanwhile()
    for name, value in (("kept", kept), ("p99_meanwhile_ms", p99_ms), ("back_seconds", expiry.back_after)):
        sitting.figures.add(f"expiry.load.{name}", value)
    print(f"  expiry under load: back after {expiry.back_after:.2f} s, rate kept {kept:.0%}, p99 {p99_ms:.1f} ms",
          flush=True)


@dataclass
class LoadedExpiry:
    run: Run
    moment: float  # when the holds fell due
    back_after: float  # seconds

    @property
    def foreign(self):
        return self.run.foreign

    def meanwhile(self):
        """(rate kept, p99 in ms) while the holds came back, in whole slices and for half a second at least."""
        due = int((self.moment - self.run.report["began_at"]) / SLICE_SECONDS)
        end = due + max(SLICES_MIN, int(self.back_after / SLICE_SECONDS) + 1)
        before = self.run.rate_between(int(EVEN_AFTER_SECONDS / SLICE_SECONDS), due)
        return self.run.rate_between(due, end) / before, self.run.percentile_ms(0.99, due, end)


def _fall_due(shop, product):
    """The moment at which all holds of the product will."""
    moment = time.time() + DUE_IN_SECONDS
    shop.database.query(DUE.format(moment=f"{moment:.6f}", product=product))
    if time.time() >= moment:
        raise Void("the holds could not be made to fall due in time")
    return moment


def _check(shop, product):
    check_rows(BUYERS, shop.rows([product], "expired"), shop.faults([product]))


class Watch(threading.Thread):
    """Asks Holdfast until nothing of the product is held any more."""

    def __init__(self, shop, product, moment):
        super().__init__()
        self._shop = shop
        self._product = product
        self._moment = moment
        self.seconds = None
        self.start()

    def run(self):
        time.sleep(max(0.0, self._moment - time.time()))
        with self._shop.console.client() as api:
            while time.time() < self._moment + BACK_SECONDS_MAX:
                if api.get(f"/products/{self._product}/status").data["reserved_stock"] == 0:
                    break
                time.sleep(0.01)
        self.seconds = time.time() - self._moment
