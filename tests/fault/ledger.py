# SPDX-License-Identifier: GPL-3.0-only
"""What the shoppers were told, written down by themselves."""

import dataclasses
import enum
import json
import threading


class Act(enum.StrEnum):
    RESERVE = enum.auto()
    CHECK_OUT = enum.auto()
    CANCEL = enum.auto()
    BUY = enum.auto()  # at once: in a flash sale, or by ordering a cart


class Outcome(enum.StrEnum):
    DONE = enum.auto()  # 2xx: promised
    REFUSED = enum.auto()  # nothing happened
    UNKNOWN = enum.auto()  # 503 or no answer: it may have happened, once


@dataclasses.dataclass(frozen=True)
class Entry:
    act: Act
    outcome: Outcome
    user: str
    product: int
    quantity: int
    reservation: str | None = None  # None where a RESERVE or BUY got none
    order: str | None = None  # of a CHECK_OUT or BUY that is DONE


class Ledger:
    """Any thread. Every entry is also a line of the file, for whoever looks into a failure."""

    def __init__(self, path):
        self._lock = threading.Lock()
        self._entries = []
        self._file = open(path, "w", encoding="utf-8", buffering=1)

    def write(self, entry):
        with self._lock:
            self._entries.append(entry)
            self._file.write(json.dumps(dataclasses.asdict(entry)) + "\n")

    def entries(self):
        with self._lock:
            return list(self._entries)

    def count(self, outcome):
        return sum(entry.outcome == outcome for entry in self.entries())

    def close(self):
        self._file.close()
