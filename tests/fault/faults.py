# SPDX-License-Identifier: GPL-3.0-only
"""What is done to Holdfast and its PostgreSQL. Each returns when Holdfast is ready again."""

import os
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass

from program.waiting import wait_for

FREEZE_SECONDS = 3
DUE_HOLDS = "SELECT count(*) FROM reservations WHERE status = 'active' AND expires_at < clock_timestamp()"


@dataclass(frozen=True)
class Fault:
    name: str
    happen: Callable  # (console, random)
    ends_console: bool = False


def kill_console(console, _):
    """It stays away until holds have fallen due, and its PostgreSQL is taken over by the next."""
    postmaster = console.cluster.postmaster
    console.kill()
    wait_for(lambda: console.database.number(DUE_HOLDS), "holds fall due during the outage", interval=0.1)
    console.start()
    assert console.cluster.postmaster == postmaster, "the PostgreSQL left running was not taken over"


def restart_console(console, _):
    """In order, as for an update: what is in flight is answered."""
    assert console.stop() == 0, "a stop under traffic"
    console.start()


def kill_postmaster(console, _):
    postmaster = console.cluster.postmaster
    os.kill(postmaster, signal.SIGKILL)
    wait_for(lambda: console.cluster.postmaster not in (None, postmaster), "PostgreSQL is started again")
    _await_ready(console)


def kill_backend(console, random):
    """PostgreSQL ends every session and recovers, because shared memory may be damaged."""
    sessions = wait_for(lambda: console.cluster.backends, "sessions")
    _signal(random.choice(sessions), signal.SIGKILL)
    wait_for(lambda: not set(sessions) & set(console.cluster.backends), "every session ends")
    _await_ready(console)


def terminate_backend(console, random):
    """One session ends, the others stay."""
    session = random.choice(wait_for(lambda: console.cluster.backends, "sessions"))
    _signal(session, signal.SIGTERM)
    wait_for(lambda: session not in console.cluster.backends, "the session ends")
    _await_ready(console)


def freeze_postgres(console, _):
    frozen = console.cluster.processes
    try:
        for pid in frozen:
            _signal(pid, signal.SIGSTOP)
        time.sleep(FREEZE_SECONDS)
    finally:
        for pid in frozen:
            _signal(pid, signal.SIGCONT)
    _await_ready(console)


def kill_everything(console, _):
    """As a power cut does, as far as processes are concerned."""
    processes = console.cluster.processes
    console.kill()
    for pid in processes:
        _signal(pid, signal.SIGKILL)
    console.start()


def _await_ready(console):
    """The console may not have noticed yet, so PostgreSQL is asked first."""
    wait_for(console.cluster.answers, "PostgreSQL answers")
    console.await_ready()


def _signal(pid, number):
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        pass  # sessions come and go


ALL = [
    Fault("kill_console", kill_console, ends_console=True),
    Fault("restart_console", restart_console, ends_console=True),
    Fault("kill_postmaster", kill_postmaster),
    Fault("kill_backend", kill_backend),
    Fault("terminate_backend", terminate_backend),
    Fault("freeze_postgres", freeze_postgres),
    Fault("kill_everything", kill_everything, ends_console=True),
]
