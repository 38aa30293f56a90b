# SPDX-License-Identifier: GPL-3.0-only
"""Starts the load generator and reads what it reports."""

import itertools
import json
import subprocess
import tempfile
from dataclasses import dataclass, field

from places import BUILD
from verdict import Void

SLICE_SECONDS = 0.1
HEADERS = {"Host": "127.0.0.1", "Accept": "application/json"}
_key_seeds = itertools.count(1)


@dataclass
class Run:
    """What came of one run. Rates and times are of what was asked after the warm-up, answers are all."""

    report: dict
    foreign: float = 0.0
    seconds_of: dict = field(default_factory=dict)  # processor time by who used it
    products: list = field(default_factory=list)

    @property
    def rate(self):
        return self.report["answers_while_asking"] / self.report["asking_seconds"]

    @property
    def answers(self):
        """{status: how many}"""
        return {int(status): count for status, count in self.report["answers"].items()}

    @property
    def accepted(self):
        return sum(count for status, count in self.answers.items() if 200 <= status < 300)

    @property
    def buyers(self):
        return self.report["buyers"]

    def percentile_ms(self, share, first=0, end=None):
        """Of the answers in slices [first, end)."""
        return percentile(self.report["slices"][first:end], share) / 1000

    def slowest_ms(self):
        return self.percentile_ms(1.0)

    def rate_between(self, first, end):
        """Answers a second in whole slices [first, end)."""
        counts = [sum(count for _, count in part) for part in self.report["slices"][first:end]]
        return sum(counts) / (len(counts) * SLICE_SECONDS) if counts else 0.0

    def microseconds_of(self, who):
        """Processor time an answer."""
        return self.seconds_of[who] * 1e6 / max(1, sum(self.answers.values()))


def percentile(slices, share):
    """The time within which `share` of the answers came. 0 without answers."""
    together = sorted(pair for part in slices for pair in part)
    wanted = share * sum(count for _, count in together)
    seen = 0
    for value, count in together:
        seen += count
        if seen >= wanted:
            return value
    return 0.0


def request(method, path, body=None, **headers):
    """The text of a request for the generator. Names of headers are given with underscores."""
    fields = {**HEADERS, **{name.replace("_", "-"): value for name, value in headers.items()}}
    if body is not None:
        length = len(body.replace("{product:10}", " " * 10))
        fields |= {"Content-Type": "application/json", "Content-Length": str(length)}
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    return f"{method} {path} HTTP/1.1\r\n{head}\r\n{body or ''}"


def start_load(text, ports, **options):
    """The running generator; options are its flags, with underscores."""
    file = tempfile.NamedTemporaryFile("w", prefix="hf-load-", newline="", encoding="ascii")
    file.write(text)
    file.flush()
    flags = {"request": file.name, "ports": ports, "key_seed": next(_key_seeds), **options}
    arguments = [word for name, value in flags.items() for word in (f"--{name.replace('_', '-')}", _text(value))]
    process = subprocess.Popen([str(BUILD / "load" / "load"), *arguments], stdout=subprocess.PIPE,
                               stderr=subprocess.PIPE, text=True)
    process.request_file = file  # kept until it has been read
    return process


def finish_load(process):
    out, err = process.communicate()
    if process.returncode:
        raise Void(err.strip() or f"the load generator ended with {process.returncode}")
    run = Run(json.loads(out))
    run.seconds_of["generator"] = run.report["processor_seconds"]
    return run


def _text(value):
    return ",".join(map(str, value)) if isinstance(value, list) else str(value)
