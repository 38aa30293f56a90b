# SPDX-License-Identifier: GPL-3.0-only
"""README.md is true: its tour runs as printed, its tables name what the program has."""

import json
import re
import subprocess
import unittest

import tour
from program.case import ConsoleCase
from program.console import REPOSITORY, environment, run_to_end

README = (REPOSITORY / "README.md").read_text(encoding="utf-8")


class TheTour(ConsoleCase):
    def setUp(self):
        super().setUp()
        self.tour = tour.read_tour(README)

    def type(self, command):
        """The answer's body, when somebody types this into a shell in which `api` is set."""
        address = self.tour.address.replace(":3000", f":{self.console.port}")
        finished = subprocess.run(["bash", "-c", f"api={address}\n{command}"], env=environment(self.console.folder),
                                  capture_output=True, text=True, check=True, timeout=60)
        answer = json.loads(finished.stdout)
        self.assertTrue(answer["success"], f"{command}\n{answer}")
        return answer["data"]

    def test_runs_as_printed(self):
        self.assertEqual(self.make_product(total_stock=3), 1)
        listing, hold, status, holds, order, board = map(self.type, self.tour.commands)
        self.assertEqual([item["id"] for item in listing["items"]], [1])
        self.assertEqual(hold["product"]["available_stock"], 2)
        self.assertEqual((status["available_stock"], status["reserved_stock"]), (2, 1))
        self.assertEqual([item["id"] for item in holds["items"]], [hold["reservation"]["id"]])
        self.assertEqual(order["items"][0]["reservation_id"], hold["reservation"]["id"])
        self.assertEqual(len(board["items"]), 1)

        hold = self.type(next(command for command in self.tour.commands if "/reservations -H" in command))
        self.type(self.tour.cancel.replace("ID", hold["reservation"]["id"]))
        self.assertEqual(self.stock_of(1), (2, 0, 1))


class TheTables(unittest.TestCase):
    def test_settings_are_those_of_the_program(self):
        flags = set(re.findall(r"^\s*(--[a-z-]+)", run_to_end("--help").stdout, re.MULTILINE))
        without_a_row = {"--config", "--print-config", "--help", "--version"}
        self.assertEqual(set(tour.settings_table(README)), flags - without_a_row)

    def test_environment_and_defaults_are_those_of_the_program(self):
        help_text = run_to_end("--help").stdout
        for flag, (variables, default) in tour.settings_table(README).items():
            described = re.search(rf"^\s*{flag}\b(.*?)(?=^\s*--|\Z)", help_text, re.DOTALL | re.MULTILINE).group(1)
            self.assertIn(variables.split(",")[0], described, flag)
            if default.isdigit():
                self.assertIn(default, described, flag)

    def test_exit_codes_are_those_of_the_program(self):
        header = (REPOSITORY / "app" / "exit_code.h").read_text(encoding="utf-8")
        self.assertEqual(tour.exit_codes(README), {int(code) for code in re.findall(r"= (\d+),", header)})


class TheReaderOfTheTour(unittest.TestCase):
    """Negative controls: a README that lost its tour is noticed."""

    def test_misses_the_commands(self):
        with self.assertRaises(ValueError):
            tour.read_tour(README.replace("```sh", "```"))

    def test_misses_the_section(self):
        with self.assertRaises(ValueError):
            tour.read_tour(README.replace(tour.TOUR_HEADING, "## Another"))

    def test_misses_the_way_to_cancel(self):
        with self.assertRaises(ValueError):
            tour.read_tour(README.replace("-X DELETE", ""))

    def test_misses_a_setting(self):
        self.assertNotIn("--port", tour.settings_table(README.replace("| `--port`", "| port")))


if __name__ == "__main__":
    unittest.main()
