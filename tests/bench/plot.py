# SPDX-License-Identifier: GPL-3.0-only
"""The results as an SVG that looks right on light and on dark pages. Nothing but text."""

from html import escape

from lines import LINES

WIDTH, LABEL, VALUE = 960, 424, 110
BAR, GAP = 18, 8
PLOT = WIDTH - LABEL - VALUE - 12
LEFT, ROW = LABEL + 12, BAR + GAP
# How far beyond its must a line is drawn.
MARGIN_MAX = 2.0

# Okabe and Ito's colours, which colour-blind people tell apart; the dark ones are their lighter neighbours.
STYLE = """
text { font: 13px system-ui, "Open Sans", sans-serif; fill: #24292f; }
.title { font-size: 17px; font-weight: 600; }
.quiet { font-size: 13px; font-weight: 400; fill: #57606a; }
.number { font-variant-numeric: tabular-nums; }
.ours { fill: #0072b2; } .peer { fill: #8c959f; } .fails { fill: #d55e00; }
.rule { stroke: #57606a; stroke-width: 1.5; stroke-dasharray: 4 3; }
@media (prefers-color-scheme: dark) {
  text { fill: #e6edf3; } .quiet { fill: #9da7b1; }
  .ours { fill: #56b4e9; } .peer { fill: #6e7681; } .fails { fill: #e69f00; }
  .rule { stroke: #9da7b1; }
}
"""

SELLERS = [
    ("Holdfast, 64 connections", "hot64"), ("Holdfast, 256", "hot256"), ("Holdfast, 1,000", "hot1000"),
    ("Fastify + Redis Lua, fsync always, 64", "redis_durable64"), ("Fastify + Redis Lua as it comes, 64", "redis64"),
    ("Fastify + node-pg, one statement, 64", "fastify"), ("plain SQL, pgbench, 32 clients, no HTTP", "plain_sql"),
    ("Express + node-pg, one transaction each, 64", "express"),
]


def svg(figures):
    rates = _rates(figures)
    margins = _margins(figures)
    below = 60 + len(rates) * ROW + 66
    height = below + len(margins) * ROW + 24
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img">',
             "<title>Holdfast's benchmark</title>", f"<style>{STYLE}</style>",
             *_heading(30, "Reserves a second of one hot product",
                       "each committed before its answer, but for Redis as it comes"),
             *rates_drawn(rates, 60),
             *_heading(below - 36, "Against what must hold", "dashed: exactly that; longer is better, drawn up to twice")]
    if margins:
        parts += margins_drawn(margins, below)
    return "\n".join([*parts, "</svg>", ""])


def rates_drawn(rates, top):
    most = max((rate for _, rate, _ in rates), default=1)
    for number, (title, rate, kind) in enumerate(rates):
        yield from _bar(top + number * ROW, title, rate / most, f"{rate:,.0f}", kind)


def margins_drawn(margins, top):
    for number, (title, margin, text, kind) in enumerate(margins):
        yield from _bar(top + number * ROW, title, min(margin, MARGIN_MAX) / MARGIN_MAX, text, kind)
    at = LEFT + PLOT / MARGIN_MAX
    yield f'<line class="rule" x1="{at:.1f}" x2="{at:.1f}" y1="{top - 4}" y2="{top + len(margins) * ROW - GAP + 4}"/>'


def _rates(figures):
    """(title, rate, class) of whoever was measured."""
    return [(title, figures.median(f"{name}.rate"), "ours" if title.startswith("Holdfast") else "peer")
            for title, name in SELLERS if figures.values(f"{name}.rate")]


def _margins(figures):
    """(title, how often its must, text, class) of the lines that were measured."""
    found, case = [], ""
    for line in LINES:
        case = line.case or case
        value = line.value(figures)
        if value:
            margin = line.must / value if line.less_is_better else value / line.must
            fails = not line.holds(figures, line.must)
            text = line.text_of(value) + (" FAIL" if fails else "")
            found.append((_title(case, line.measured_as.split(" (")[0]), margin, text, "fails" if fails else "ours"))
    return found


def _title(case, measured_as):
    if measured_as.startswith("÷"):
        return f"{case} {measured_as}"
    is_only_a_unit = len(measured_as) <= 2
    return case if is_only_a_unit else f"{case}: {measured_as}"


def _heading(y, title, rest):
    beside = f'<tspan class="quiet" dx="10">{escape(rest)}</tspan>'
    yield f'<text class="title" x="12" y="{y}">{escape(title)}{beside}</text>'


def _bar(y, title, share, text, kind):
    width = max(1.0, share * PLOT)
    middle = y + BAR - 5
    yield f'<text x="{LABEL}" y="{middle}" text-anchor="end">{escape(title)}</text>'
    yield f'<rect class="{kind}" x="{LEFT}" y="{y}" width="{width:.1f}" height="{BAR}" rx="3"/>'
    yield f'<text class="number" x="{WIDTH - 12}" y="{middle}" text-anchor="end">{escape(text)}</text>'
