# SPDX-License-Identifier: GPL-3.0-only
"""Holds what the shoppers were told against what the database has. Pure; test_checker.py shows that it can fail."""

from collections import Counter

from ledger import Act, Outcome

# Holds of these products run out during a campaign; longer ones must not.
SHORT_HOLD_SECONDS_MAX = 60


def differences(entries, records):
    """Everything that breaks the promise, as sentences; none is good."""
    return [difference for check in (promised_holds, promised_orders, promised_cancellations, unexplained_holds,
                                     unexplained_endings, orders_and_holds, stock_adds_up)
            for difference in check(entries, records)]


def promised_holds(entries, records):
    rows = Counter((hold.id, hold.product, hold.user, hold.quantity) for hold in records.holds)
    for entry in _done(entries, Act.RESERVE):
        count = rows[entry.reservation, entry.product, entry.user, entry.quantity]
        if count != 1:
            yield f"a promised hold is there {count} times: {entry}"
    yield from _repeated("reservation", (entry.reservation for entry in _done(entries, Act.RESERVE)))


def promised_orders(entries, records):
    rows = Counter((line.order, line.reservation, line.product, line.user, line.quantity) for line in records.lines)
    bought = _done(entries, Act.CHECK_OUT) + _done(entries, Act.BUY)
    for entry in bought:
        count = rows[entry.order, entry.reservation, entry.product, entry.user, entry.quantity]
        if count != 1:
            yield f"a promised order is there {count} times: {entry}"
    yield from _repeated("order", (entry.order for entry in bought))
    yield from _repeated("bought reservation", (entry.reservation for entry in bought))


def promised_cancellations(entries, records):
    status = {hold.id: hold.status for hold in records.holds}
    for entry in _done(entries, Act.CANCEL):
        if status.get(entry.reservation) != "cancelled":
            yield f"a cancelled hold is {status.get(entry.reservation)}: {entry}"


def unexplained_holds(entries, records):
    """A hold nobody was told of must come from a request whose answer got lost, and each such request makes one."""
    told = {entry.reservation for entry in _done(entries, Act.RESERVE) + _done(entries, Act.BUY)}
    unknown = Counter((entry.product, entry.user, entry.quantity) for entry in entries
                      if entry.act in (Act.RESERVE, Act.BUY) and entry.outcome is Outcome.UNKNOWN)
    found = Counter((hold.product, hold.user, hold.quantity) for hold in records.holds if hold.id not in told)
    for key, count in (found - unknown).items():
        yield f"{count} holds that nobody asked for: {key}"


def unexplained_endings(entries, records):
    """Who may have bought or cancelled a hold, and which holds had time to run out."""
    asked = {(entry.act, entry.reservation) for entry in entries if entry.outcome is not Outcome.REFUSED}
    # Who buys at once does nothing else: a hold of theirs was consumed as it was made.
    buyers = {(entry.user, entry.product) for entry in entries if entry.act is Act.BUY}
    short = {stock.product for stock in records.stocks if stock.hold_seconds <= SHORT_HOLD_SECONDS_MAX}
    for hold in records.holds:
        if (hold.user, hold.product) in buyers:
            if hold.status != "consumed":
                yield f"nobody bought this at once: {hold}"
            continue
        is_explained = {"active": True, "released": False, "expired": hold.product in short,
                        "consumed": (Act.CHECK_OUT, hold.id) in asked, "cancelled": (Act.CANCEL, hold.id) in asked}
        if not is_explained[hold.status]:
            yield f"nobody ended this hold so: {hold}"


def orders_and_holds(_, records):
    consumed = Counter(hold.id for hold in records.holds if hold.status == "consumed")
    bought = Counter(line.reservation for line in records.lines)
    for reservation in consumed | bought:
        if consumed[reservation] != 1 or bought[reservation] != 1:
            yield f"hold {reservation} is consumed {consumed[reservation]} times and bought {bought[reservation]} times"


def stock_adds_up(_, records):
    for stock in records.stocks:
        held = sum(h.quantity for h in records.holds if h.product == stock.product and h.status == "active")
        sold = sum(line.quantity for line in records.lines if line.product == stock.product)
        if (stock.reserved, stock.sold, stock.available) != (held, sold, stock.total - held - sold) or stock.available < 0:
            yield f"{held} held and {sold} sold by the rows, but {stock}"


def _done(entries, act):
    return [entry for entry in entries if entry.act is act and entry.outcome is Outcome.DONE]


def _repeated(what, ids):
    return [f"{what} {id_} was promised {count} times" for id_, count in Counter(ids).items() if count > 1]
