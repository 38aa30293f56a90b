# SPDX-License-Identifier: GPL-3.0-only
"""Medians, ratios, the lines of the table, and what is written of them."""

import tempfile
import unittest
import xml.etree.ElementTree
from pathlib import Path

import pgbench
import report
import wrk
from cases_of_time import LoadedExpiry
from figures import Figures
from lines import LINES, Line, figure, rates
from load_run import Run, percentile, request
from plot import svg

PGBENCH = """\
number of transactions actually processed: 8880
number of failed transactions: 0 (0.000%)
initial connection time = 29.7 ms
tps = 1781.205171 (without initial connection time)
"""


def figures_of(**values):
    figures = Figures()
    for name, list_of in values.items():
        for value in list_of:
            figures.add(name.replace("__", "."), value)
    return figures


class TheFigures(unittest.TestCase):
    def test_medians(self):
        figures = figures_of(a=[3, 1, 100], b=[1, 2])
        self.assertEqual((figures.median("a"), figures.median("b"), figures.median("c")), (3, 1.5, None))

    def test_ratios_count_the_fastest_of_several(self):
        figures = figures_of(a=[30, 20, 10], b=[10], c=[5])
        self.assertEqual(figures.ratio("a", "b", "c"), 2)
        self.assertIsNone(figures.ratio("a", "missing", "c"), "one of several is not enough")
        self.assertIsNone(figures.ratio("missing", "b"))

    def test_are_kept(self):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "figures.json"
            figures_of(a=[1, 2]).save(path)
            self.assertEqual(Figures.load(path).values("a"), [1, 2])


class TheLines(unittest.TestCase):
    more = Line("more", "÷ x", rates("a", "b"), 2, 3)
    less = Line("less", "s", figure("t"), 2, 1, less_is_better=True)

    def test_verdicts(self):
        for rate, verdict in ((30, "aim"), (20, "must"), (19.9, "FAIL")):
            self.assertEqual(self.more.verdict(figures_of(a__rate=[rate], b__rate=[10])), verdict)
        for seconds, verdict in ((1, "aim"), (2, "must"), (2.1, "FAIL")):
            self.assertEqual(self.less.verdict(figures_of(t=[seconds])), verdict)
        self.assertEqual(self.more.verdict(Figures()), "not measured")

    def test_aims_are_beyond_musts(self):
        for line in LINES:
            self.assertTrue(line.aim < line.must if line.less_is_better else line.aim > line.must, line)

    def test_failures(self):
        figures = figures_of(hot64__rate=[10], plain_sql__rate=[1], void=["soak"])
        self.assertEqual(report.failures(figures), ["hot product, reserve", "soak"])


class TheReport(unittest.TestCase):
    figures = figures_of(hot64__rate=[40_000, 44_000, 41_000], plain_sql__rate=[2_000], hot64__p99_ms=[5],
                         hot64__generator_share=[0.99])

    def test_markdown(self):
        text = report.markdown(self.figures, ["a note"], "about")
        self.assertIn("| **20.5** | 20 | 25 | must |", text)
        self.assertIn("| **5.00 ms** | 4 ms | 2.5 ms | FAIL |", text)
        self.assertIn("| 41,000 | 40,000 – 44,000 |", text)
        self.assertIn("- a note", text)
        self.assertIn("The load generator was the limit of: Holdfast, one hot product", text)

    def test_plot_is_well_formed(self):
        for figures in (self.figures, Figures()):
            root = xml.etree.ElementTree.fromstring(svg(figures))
            self.assertTrue(root.tag.endswith("svg"))
        texts = "".join(root.itertext() if (root := xml.etree.ElementTree.fromstring(svg(self.figures))) is not None else ())
        self.assertIn("41,000", texts)
        self.assertIn("5.00 ms FAIL", texts)


class WhatToolsSay(unittest.TestCase):
    def test_pgbench(self):
        self.assertEqual(pgbench.parse_pgbench(PGBENCH), (8880, 1781.205171))
        self.assertEqual(pgbench.logged_microseconds(["0 199 2241 0 1175850568 995598\n"]), [2241])

    def test_wrk(self):
        self.assertEqual(wrk.parse_rate("Running\nRequests/sec:  58922.00\n"), 58922)
        with self.assertRaises(RuntimeError):
            wrk.parse_rate("Non-2xx or 3xx responses: 7\nRequests/sec:  58922.00\n")


class ARun(unittest.TestCase):
    run_ = Run({"asking_seconds": 2, "answers_while_asking": 100, "buyers": 90, "processor_seconds": 0.1,
                "answers": {"201": 95, "409": 7}, "slices": [[[100, 9], [900, 1]], [[100, 10]], [], [[5000, 1]]]},
               seconds_of={"server": 0.001})

    def test_figures(self):
        self.assertEqual((self.run_.rate, self.run_.accepted, self.run_.answers), (50, 95, {201: 95, 409: 7}))
        self.assertEqual((self.run_.percentile_ms(0.5), self.run_.slowest_ms()), (0.1, 5))
        self.assertEqual(self.run_.percentile_ms(0.99, 0, 2), 0.9)
        self.assertEqual((self.run_.rate_between(0, 2), self.run_.rate_between(1, 3)), (100, 50))
        self.assertAlmostEqual(self.run_.microseconds_of("server"), 1000 / 102)

    def test_expiry_under_load(self):
        slices = [[[100, 10]]] * 10 + [[[100, 9], [9000, 1]]] * 5 + [[[100, 10]]]
        run = Run({"began_at": 1000.0, "slices": slices})
        self.assertEqual(LoadedExpiry(run, moment=1001.0, back_after=0.2).meanwhile(), (1.0, 9))
        slow = Run({"began_at": 1000.0, "slices": slices[:10] + [[[100, 5]]] * 10})
        self.assertEqual(LoadedExpiry(slow, moment=1001.05, back_after=0.8).meanwhile(), (0.5, 0.1))

    def test_percentiles(self):
        self.assertEqual(percentile([[[1, 98]], [[2, 1], [3, 1]]], 0.99), 2)
        self.assertEqual(percentile([], 0.99), 0)

    def test_a_request_has_the_length_it_will_have(self):
        text = request("POST", "/x", '{"p":{product:10}}', X_User_Id="u{buyer}")
        self.assertIn("Content-Length: 16\r\n", text)
        self.assertIn("X-User-Id: u{buyer}\r\n", text)
        self.assertTrue(text.endswith('\r\n\r\n{"p":{product:10}}'))


if __name__ == "__main__":
    unittest.main()
