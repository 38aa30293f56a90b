# SPDX-License-Identifier: GPL-3.0-only
"""The first admin, more admins, and what README.md tells about accounts, on the real program."""

import json
import re
import stat
import subprocess
import unittest

import tour
from program.case import ConsoleCase
from program.console import REPOSITORY, environment, program
from program.terminal import Terminal
from program.waiting import PATIENCE_SECONDS, wait_for

README = (REPOSITORY / "README.md").read_text(encoding="utf-8")
ADMIN = "admin@localhost"


class Accounts(ConsoleCase):
    flags = []

    @property
    def password_file(self):
        return self.console.data_directory / "admin-password"

    def login(self, email, password):
        return self.api.post("/auth/login", {"email": email, "password": password})

    def create_admin_command(self, email):
        return [program(), "admin", "create", email, "--data-dir", str(self.console.data_directory)]

    def create_admin(self, email, typed):
        return subprocess.run(self.create_admin_command(email),
                              env=environment(self.console.folder), input=typed, capture_output=True, text=True,
                              check=False, timeout=PATIENCE_SECONDS)

    def test_first_start_makes_an_admin(self):
        self.assertEqual(stat.S_IMODE(self.password_file.stat().st_mode), 0o600)
        password = self.password_file.read_text(encoding="utf-8").strip()
        session = self.succeed(self.login(ADMIN, password), 200)
        self.assertEqual(session["user"]["role"], "admin")
        self.assert_refused(self.login(ADMIN, "admin"), 401, "INVALID_CREDENTIALS")
        self.assertNotIn(password, self.console.log_path.read_text(encoding="utf-8"))

    def test_admins_are_made_beside_a_running_console(self):
        made = self.create_admin("ops@example.com", "a password for ops\n")
        self.assertEqual(made.returncode, 0, made.stderr)
        session = self.succeed(self.login("ops@example.com", "a password for ops"), 200)
        self.assertEqual(session["user"]["role"], "admin")
        headers = {"Authorization": "Bearer " + session["token"]}
        wait_for(lambda: self.api.get("/admin/api-keys", headers=headers).status == 200, "the new admin is known")

        again = self.create_admin("ops@example.com", "another password")
        self.assertEqual(again.returncode, 1)
        self.assertIn("already", again.stderr)

    def test_a_terminal_is_asked_twice_and_shows_nothing(self):
        with Terminal(self.create_admin_command("tty@example.com"), self.console.folder) as terminal:
            terminal.answer("Password: ", "a password for ops")
            terminal.answer("Once more: ", "a password for ops")
            self.assertEqual(terminal.wait(), 0, terminal.shown)
        self.assertIn("tty@example.com", terminal.shown)
        self.assertNotIn("a password for ops", terminal.shown)
        self.succeed(self.login("tty@example.com", "a password for ops"), 200)

    def test_a_slip_of_the_finger_makes_no_admin(self):
        with Terminal(self.create_admin_command("tty@example.com"), self.console.folder) as terminal:
            terminal.answer("Password: ", "a password for ops")
            terminal.answer("Once more: ", "a password for oops")
            self.assertEqual(terminal.wait(), 1, terminal.shown)
        self.assert_refused(self.login("tty@example.com", "a password for ops"), 401, "INVALID_CREDENTIALS")

    def test_an_interrupted_prompt_leaves_the_terminal_as_it_was(self):
        for answers in ((), ("a password for ops",)):
            with Terminal(self.create_admin_command("tty@example.com"), self.console.folder) as terminal:
                self.assertTrue(terminal.echoes)
                for question, answer in zip(("Password: ", "Once more: "), answers, strict=False):
                    terminal.answer(question, answer)
                terminal.await_silence("Once more: " if answers else "Password: ")
                terminal.type("half a pass\x03")
                self.assertEqual(terminal.wait(), 1, terminal.shown)
                self.assertTrue(terminal.echoes)
                self.assertNotIn("half", terminal.shown)

    def test_bad_admins_are_refused(self):
        self.assertEqual(self.create_admin("nobody", "a password for ops\n").returncode, 2)
        self.assertEqual(self.create_admin("weak@example.com", "short\n").returncode, 1)
        self.assertEqual(self.create_admin("none@example.com", "").returncode, 1)

    def test_readme_runs_as_printed(self):
        password = self.password_file.read_text(encoding="utf-8").strip()
        script = "\n".join(tour.account_commands(README))
        script = script.replace(":3000", f":{self.console.port}")
        script = re.sub(r"~/\.local/share/holdfast", str(self.console.data_directory), script)
        finished = subprocess.run(["bash", "-e", "-o", "pipefail", "-c", script],
                                  env=environment(self.console.folder), capture_output=True, text=True, check=False,
                                  timeout=60)
        self.assertEqual(finished.returncode, 0, finished.stdout + finished.stderr)
        answers = json.loads("[" + finished.stdout.replace("}{", "},{") + "]")
        self.assertTrue(answers and all(answer["success"] for answer in answers), finished.stdout)
        self.assertEqual(answers[-1]["data"]["reservation"]["quantity"], 1)
        self.assertNotIn(password, finished.stdout)


class TheReader(unittest.TestCase):
    def test_misses_the_commands(self):
        with self.assertRaises(ValueError):
            tour.account_commands(README.replace("```sh", "```"))


if __name__ == "__main__":
    unittest.main()
