# SPDX-License-Identifier: GPL-3.0-only
"""Whether a run counts: what was accepted must be in the database, all of it and nothing else. Pure."""


class Void(Exception):
    """The run does not count, and why."""


def check_rows(accepted, rows, faults=()):
    """`faults` are what an audit of the stock found."""
    reasons = list(faults)
    if accepted != rows:
        reasons.append(f"{accepted} accepted, but {rows} rows")
    if reasons:
        raise Void("; ".join(reasons))


def check_answers(answers, allowed):
    """Every status must be one of those the case expects, or the run measured something else."""
    others = {status: count for status, count in answers.items() if status not in allowed}
    if others or not answers:
        raise Void(f"answered {others or 'nothing'}")
