# SPDX-License-Identifier: GPL-3.0-only
"""Which answers a shopper may get, whatever happens to the server."""

import threading

from ledger import Act, Outcome

# Lanes refuse after 2 s; the rest is for a machine that is busy with other things.
REFUSAL_SECONDS_MAX = 2 + 3
REFUSALS = {
    Act.RESERVE: {"OUT_OF_STOCK", "ALREADY_RESERVED", "LIMIT_REACHED"},
    Act.CHECK_OUT: set(),
    Act.CANCEL: set(),
    Act.BUY: {"OUT_OF_STOCK", "LIMIT_REACHED"},
}
# Of holds that may have run out, or that an earlier request may have ended whose answer got lost.
LATE_REFUSALS = {"RESERVATION_EXPIRED", "RESERVATION_NOT_ACTIVE", "ALREADY_PURCHASED"}
UNAVAILABLE = {"DB_UNAVAILABLE", "OVERLOADED"}


class Judge:
    """Any thread. Counts what came, and keeps what must not have come as sentences."""

    def __init__(self, may_lose_connections):
        self._may_lose_connections = may_lose_connections
        self._lock = threading.Lock()
        self.faults = []
        self.unavailable = 0
        self.slowest_refusal = 0.0

    def judge(self, act, answer, seconds, may_be_late):
        """What the answer means for the ledger."""
        if answer.status in (200, 201):
            return Outcome.DONE
        if answer.status == 503:
            self._judge_unavailable(answer, seconds)
            return Outcome.UNKNOWN
        allowed = REFUSALS[act] | (LATE_REFUSALS if may_be_late else set())
        if answer.status != 409 or answer.code not in allowed:
            self.fault(f"{act} was answered {answer.status} {answer.body}")
        return Outcome.REFUSED

    def lost(self, act, error):
        if isinstance(error, TimeoutError) or not self._may_lose_connections:
            self.fault(f"{act} got no answer: {type(error).__name__} {error}")
        return Outcome.UNKNOWN

    def fault(self, what):
        with self._lock:
            self.faults.append(what)

    def _judge_unavailable(self, answer, seconds):
        with self._lock:
            self.unavailable += 1
            self.slowest_refusal = max(self.slowest_refusal, seconds)
        if answer.code not in UNAVAILABLE or not answer.headers.get("retry-after", "").isdigit():
            self.fault(f"503 {answer.body} {answer.headers}")
        if seconds > REFUSAL_SECONDS_MAX:
            self.fault(f"503 came after {seconds:.1f} s")
