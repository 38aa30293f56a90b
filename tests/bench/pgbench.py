# SPDX-License-Identifier: GPL-3.0-only
"""pgbench, PostgreSQL's own load generator: transactions without any server in front of them."""

import os
import re
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from figures import median
from places import FOLDER


@dataclass
class SqlRun:
    count: int
    rate: float
    p50_ms: float
    foreign: float = 0.0


def run_pgbench(programs, parameters, script, seconds, clients, options="", **variables):
    """`programs` is the folder of PostgreSQL's programs, `script` a file in sql/, `options` are the session's."""
    flags = [word for name, value in variables.items() for word in ("--define", f"{name}={value}")]
    with tempfile.TemporaryDirectory(prefix="hf-bench-") as folder:
        finished = subprocess.run(
            [programs / "pgbench", "--no-vacuum", "--protocol=prepared", "--file", FOLDER / "sql" / script,
             "--time", str(max(1, round(seconds))), "--client", str(clients), "--jobs", str(min(2, clients)),
             "--log", "--log-prefix", f"{folder}/log", *flags],
            env={"PATH": os.environ["PATH"], "PGOPTIONS": options, **parameters}, capture_output=True, text=True, check=False)
        if finished.returncode or "number of failed transactions: 0 " not in finished.stdout:
            raise RuntimeError(f"pgbench: {finished.stdout}{finished.stderr}")
        lines = [line for log in Path(folder).iterdir() for line in log.read_text(encoding="ascii").splitlines()]
    return SqlRun(*parse_pgbench(finished.stdout), median(logged_microseconds(lines)) / 1000)


def parse_pgbench(text):
    """(transactions, a second)"""
    count = re.search(r"^number of transactions actually processed: (\d+)", text, re.MULTILINE)
    rate = re.search(r"^tps = ([\d.]+) \(without initial connection time\)", text, re.MULTILINE)
    return int(count.group(1)), float(rate.group(1))


def logged_microseconds(lines):
    """How long each transaction took, from pgbench's log: client, number, time, …"""
    return [int(line.split()[2]) for line in lines]
