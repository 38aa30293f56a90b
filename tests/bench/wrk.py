# SPDX-License-Identifier: GPL-3.0-only
"""wrk, a load generator that others wrote, says whether ours is fair: the ratio of two servers must be the same."""

import re
import subprocess


def wrk_rate(port, path, seconds, connections=64):
    finished = subprocess.run(["wrk", "--threads", "1", "--connections", str(connections), "--duration",
                               f"{max(1, round(seconds))}s", f"http://127.0.0.1:{port}{path}"],
                              capture_output=True, text=True, check=True)
    return parse_rate(finished.stdout)


def parse_rate(text):
    if "Non-2xx" in text or "Socket errors" in text:
        raise RuntimeError(f"wrk: {text}")
    return float(re.search(r"^Requests/sec:\s+([\d.]+)", text, re.MULTILINE).group(1))


def by_wrk(sitting, floor):
    """Listing and Qt's plain GET once more, as listing() in cases.py has them."""
    for name, port, path in (("wrk_qt_get", floor.peers["qt"].ports[0], "/"),
                             ("wrk_listing", floor.holdfast.console.port, "/api/v1/products?limit=100")):
        rate = wrk_rate(port, path, sitting.arguments.seconds)
        sitting.figures.add(f"{name}.rate", rate)
        print(f"  {name}: {rate:,.0f} a second", flush=True)
