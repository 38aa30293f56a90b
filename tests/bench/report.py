# SPDX-License-Identifier: GPL-3.0-only
"""The results as Markdown."""

from lines import LINES

PEERS = """\
Everybody has the same machine, load generator and PostgreSQL settings, and gets the same requests. Where constraints \
differ, the peer has the lighter ones:

| | does | does not |
|---|---|---|
| Holdfast | commits before it answers; foreign keys, one hold a customer and product, customers, idempotency keys, expiry, \
API key, limits, feed, log at info | |
| plain SQL | commits; foreign key to the product | HTTP, customers, keys, one hold a customer, expiry |
| Express, Fastify + node-pg | commit; foreign key to the product | customers, keys, credentials, limits, one hold a \
customer, expiry |
| Fastify + Redis Lua | one hold a customer, expiry of the hold | return expired units to stock, keys, credentials, limits; \
as it comes also: survive a crash |
| Qt echo, GET | parses and writes JSON; GET: a fixed text of four bytes | anything else |
"""

FIGURES = [
    ("Holdfast, one hot product, 64 connections", "hot64"), ("256 connections", "hot256"), ("1,000 connections", "hot1000"),
    ("Express + node-pg, one transaction each", "express"), ("Fastify + node-pg, one statement", "fastify"),
    ("Fastify + Redis Lua as it comes, 64", "redis64"), ("256", "redis256"), ("1,000", "redis1000"),
    ("Fastify + Redis Lua, fsync always, 64", "redis_durable64"), ("256", "redis_durable256"), ("1,000", "redis_durable1000"),
    ("plain SQL, pgbench at 32 clients", "plain_sql"), ("Qt JSON echo", "qt_echo"), ("Qt GET", "qt_get"),
    ("Qt GET by wrk", "wrk_qt_get"), ("listing of 100 products by wrk", "wrk_listing"),
    ("buyers seen for the first time", "newcomers"), ("1 % repeats", "repeats"), ("100 products at random", "hundred"),
    ("checkout", "check_out"), ("cancel", "cancel"), ("sold out, no key", "sold_out"),
    ("listing of 100 products", "listing"), ("a lone client", "lone"), ("soak at 256", "soak"),
    ("reserves while 100,000 holds end", "expiry.load"), ("one server", "one_server"), ("two servers", "two_servers"),
    ("empty database", "empty"), ("10 M old reservations", "stored"),
]
# The generator has one thread: near one processor it is what limits.
GENERATOR_SHARE_MAX = 0.95


def markdown(figures, notes, about):
    return "\n".join(["# Benchmark", "", about, "", *table(figures), "", *notes_of(figures, notes), PEERS,
                      "## Figures", "", *raw(figures), ""])


def table(figures):
    yield "| case | measured as | measured | must | aim | |"
    yield "|---|---|---|---|---|---|"
    for line in LINES:
        value = line.text_of(line.value(figures))
        yield (f"| {line.case} | {line.measured_as} | **{value}** | {line.must:g}{line.unit} | {line.aim:g}{line.unit}"
               f" | {line.verdict(figures)} |")


def raw(figures):
    yield "Medians; µs of processor time an answer, of everybody on the same machine."
    yield ""
    yield "| | a second | from – to | p50 ms | p99 ms | server µs | database µs | generator µs |"
    yield "|---|---|---|---|---|---|---|---|"
    for title, name in FIGURES:
        values = figures.values(f"{name}.rate")
        if values:
            cells = [_number(figures.median(f"{name}.{part}")) for part in
                     ("p50_ms", "p99_ms", "server_us", "database_us", "generator_us")]
            yield (f"| {title} | {figures.median(f'{name}.rate'):,.0f} | {min(values):,.0f} – {max(values):,.0f} | "
                   + " | ".join(cells) + " |")


def notes_of(figures, notes):
    """What a reader has to know about this sitting."""
    limited = [title for title, name in FIGURES
               if (figures.median(f"{name}.generator_share") or 0) > GENERATOR_SHARE_MAX]
    told = [*notes, *([f"The load generator was the limit of: {', '.join(limited)}"] if limited else []), *fairness(figures)]
    return [*(f"- {note}" for note in told), *([""] if told else [])]


def fairness(figures):
    """Whether wrk sees the two servers alike."""
    ours, theirs = figures.ratio("listing.rate", "qt_get.rate"), figures.ratio("wrk_listing.rate", "wrk_qt_get.rate")
    if ours and theirs:
        yield f"Listing ÷ Qt GET is {ours:.2f} with our load generator and {theirs:.2f} with wrk"


def failures(figures):
    """The lines that were measured and do not hold, and runs that do not count."""
    return [line.case or line.measured_as for line in LINES if line.holds(figures, line.must) is False] + figures.values("void")


def _number(value):
    return "" if value is None else f"{value:.2f}" if value < 10 else f"{value:.1f}"
