# SPDX-License-Identifier: GPL-3.0-only
"""One sitting: measures, looks whether each run counts, repeats what was disturbed, and keeps the figures."""

import math
import os

from figures import Figures
from load_run import finish_load, start_load
from machine import family_seconds, foreign_share, take_snapshot
from pgbench import run_pgbench
from verdict import Void, check_answers, check_rows

# Of all processors; above it something else used the machine.
FOREIGN_MAX = 0.03
# Faster than anything here by far: so many products are enough for each buyer to ask once for each.
RATE_MAX = 90_000
BUYERS = 100_000


def observed(act, database_roots):
    """What act() makes, with what others used of the machine meanwhile; and the machine before and after."""
    before = take_snapshot()
    run = act()
    after = take_snapshot()
    run.foreign = foreign_share(before, after, [os.getpid(), *database_roots])
    return run, before, after


class Sitting:
    def __init__(self, arguments):
        self.arguments = arguments
        self.figures = Figures()
        self.notes = []

    def note(self, text):
        print(f"  {text}", flush=True)
        self.notes.append(text)

    def reserve(self, name, shop, text=None, connections=64, allowed=(201,), product_count=None, vary=dict,
                **options):
        """Reserves as fast as it goes, on products of its own; the run, and its figures under `name`. `vary` gives
        options that differ from try to try."""
        count = product_count or self.products_for(self.arguments.seconds)

        def attempt():
            shop.settle()
            products = shop.new_products(count)
            run = self.load(shop, text or shop.reserve_request(), products=products, connections=connections,
                            **options, **vary())
            run.products = products
            check_answers(run.answers, allowed)
            check_rows(run.accepted, shop.rows(products), shop.faults(products))
            return run

        return self.keep(name, self.undisturbed(name, attempt))

    def products_for(self, seconds):
        return math.ceil((seconds + self.arguments.warm_up) * RATE_MAX / BUYERS)

    def load(self, shop, text, **options):
        """One run of the generator with the processor time of everybody."""
        given = {"seconds": self.arguments.seconds, "warm_up": self.arguments.warm_up, "buyers": BUYERS, **options}
        run, before, after = observed(lambda: finish_load(start_load(text, shop.ports, **given)), shop.database_roots)
        run.seconds_of["database"] = family_seconds(before, after, shop.database_roots)
        # A private PostgreSQL is a child of its server.
        in_server = family_seconds(before, after, shop.server_roots)
        is_below = before.family(shop.server_roots) & set(shop.database_roots)
        run.seconds_of["server"] = in_server - (run.seconds_of["database"] if is_below else 0)
        return run

    def pgbench(self, roots, *arguments, **options):
        run, _, _ = observed(lambda: run_pgbench(*arguments, seconds=self.arguments.seconds, **options), roots)
        return run

    def undisturbed(self, name, attempt):
        """The first run in which nobody else used the machine; after some tries the least disturbed one."""
        runs = []
        for _ in range(self.arguments.tries):
            runs.append(attempt())
            if runs[-1].foreign <= FOREIGN_MAX:
                return runs[-1]
        best = min(runs, key=lambda run: run.foreign)
        self.note(f"{name}: something else used {best.foreign:.0%} of the machine, in the best of {len(runs)} tries")
        return best

    def keep(self, name, run):
        values = {"rate": run.rate, "p50_ms": run.percentile_ms(0.5), "p99_ms": run.percentile_ms(0.99),
                  "slowest_ms": run.slowest_ms(), **{f"{who}_us": run.microseconds_of(who) for who in run.seconds_of}}
        for figure, value in values.items():
            self.figures.add(f"{name}.{figure}", value)
        processors = run.seconds_of["generator"] / (run.report["asking_seconds"] + self.arguments.warm_up)
        self.figures.add(f"{name}.generator_share", processors)
        print(f"  {name}: {run.rate:,.0f} a second, p50 {values['p50_ms']:.2f} ms, p99 {values['p99_ms']:.2f} ms; µs a request:"
              f" server {values['server_us']:.1f}, database {values['database_us']:.1f},"
              f" generator {values['generator_us']:.1f}; others {run.foreign:.0%}", flush=True)
        return run

    def attempt_case(self, name, case, *arguments):
        """A run that does not count, or cannot be made, leaves no figure, and the others go on."""
        try:
            case(self, *arguments)
        except (Void, AssertionError, RuntimeError) as reason:
            self.figures.add("void", name)
            self.note(f"VOID: {name}: {reason}")
