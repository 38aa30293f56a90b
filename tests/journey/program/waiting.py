# SPDX-License-Identifier: GPL-3.0-only
"""Waiting for conditions, never for time."""

import time

# Far beyond what anything takes on a busy machine, with a sanitizer: only a hang comes this far.
PATIENCE_SECONDS = 90


def wait_for(condition, what, seconds=PATIENCE_SECONDS, interval=0.02):
    """The first true value of `condition()`. AssertionError with `what` when there is none in time."""
    deadline = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {seconds} s: {what() if callable(what) else what}")
        time.sleep(interval)
