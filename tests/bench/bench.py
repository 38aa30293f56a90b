# SPDX-License-Identifier: GPL-3.0-only
"""Measures Holdfast against its peers and against what it must be. Started by ./run, which builds what this needs."""

import argparse
import os
import platform
import sys
import time
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
sys.path[:0] = [str(FOLDER), str(FOLDER.parent / "journey")]

import report  # noqa: E402
import rounds  # noqa: E402
from places import RESULTS  # noqa: E402
from plot import svg  # noqa: E402
from sitting import Sitting  # noqa: E402

QUICK = {"seconds": 1.0, "warm_up": 0.3, "repeats": 1, "soak_seconds": 6.0, "tries": 1, "stored_holds": 500_000,
         "stored_customers": 50_000}


def read_arguments(words=None):
    parser = argparse.ArgumentParser(prog="tests/bench/run", description=__doc__)
    parser.add_argument("--seconds", type=float, default=5.0, help="of each run (5)")
    parser.add_argument("--warm-up", type=float, default=1.0, help="seconds before each that are not timed (1)")
    parser.add_argument("--repeats", type=int, default=3, help="rounds, whose median counts (3)")
    parser.add_argument("--soak-seconds", type=float, default=60.0)
    parser.add_argument("--tries", type=int, default=4, help="of a run that something else disturbs (4)")
    parser.add_argument("--stored-holds", type=int, default=10_000_000)
    parser.add_argument("--stored-customers", type=int, default=1_000_000)
    parser.add_argument("--cases", nargs="+", choices=rounds.NAMES, default=rounds.NAMES, metavar="CASE",
                        help="only these of: " + ", ".join(rounds.NAMES))
    parser.add_argument("--without", nargs="+", choices=rounds.NAMES, default=[], metavar="CASE",
                        help="not these; stored takes longest")
    parser.add_argument("--quick", action="store_true", help="once and shortly, to see that everything runs")
    arguments = parser.parse_args(words)
    if arguments.quick:
        vars(arguments).update(QUICK)
    arguments.cases = [name for name in arguments.cases if name not in arguments.without]
    return arguments


def about(arguments):
    model = next((line.split(":")[1].strip() for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
                  if line.startswith("model name")), platform.machine())
    quick = " **A quick run: its figures mean nothing.**" if arguments.quick else ""
    return (f"{time.strftime('%Y-%m-%d %H:%M')}, {os.cpu_count()} × {model}, Linux {platform.release()}; load generator,"
            f" servers and database on the same machine; medians of {arguments.repeats} × {arguments.seconds:g} s,"
            f" in turns.{quick}")


def write(sitting):
    RESULTS.mkdir(parents=True, exist_ok=True)
    text = report.markdown(sitting.figures, sitting.notes, about(sitting.arguments))
    (RESULTS / "results.md").write_text(text, encoding="utf-8")
    (RESULTS / "results.svg").write_text(svg(sitting.figures), encoding="utf-8")
    sitting.figures.save(RESULTS / "figures.json")
    return text


def main():
    arguments = read_arguments()
    sitting = Sitting(arguments)
    rounds.run_all(sitting)
    print(write(sitting))
    print(f"Written to {RESULTS.relative_to(FOLDER.parents[1])}: results.md, results.svg, figures.json")
    failed = report.failures(sitting.figures)
    print(f"Must hold and does not: {'; '.join(failed)}" if failed else "Everything measured is as it must be.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
