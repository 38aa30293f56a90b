# SPDX-License-Identifier: GPL-3.0-only
"""SQL through psql, which comes with every PostgreSQL: Python's standard library speaks none."""

import csv
import io
import os
import subprocess

from program.waiting import PATIENCE_SECONDS

SCHEMA = "holdfast"
# One value may be a whole table as JSON.
csv.field_size_limit(2**30)


class Database:
    """How to reach one database and schema. `parameters` are libpq's environment variables, or a URL."""

    def __init__(self, parameters=None, url=None, schema=SCHEMA):
        self._environment = {"PATH": os.environ["PATH"], "PGOPTIONS": f"-c search_path={schema}",
                             **(parameters or {})}
        self._target = [url] if url else []

    def query(self, sql):
        """The rows of the last statement, as lists of text. Everything in `sql` is one transaction."""
        finished = subprocess.run([*self._psql(), "--csv", "--tuples-only", "--command", sql],
                                  env=self._environment, capture_output=True, text=True, check=False,
                                  timeout=PATIENCE_SECONDS)
        if finished.returncode:
            raise RuntimeError(f"psql: {finished.stderr.strip()}")
        return list(csv.reader(io.StringIO(finished.stdout)))

    def value(self, sql):
        return self.query(sql)[0][0]

    def number(self, sql):
        return int(self.value(sql))

    def answers(self):
        """Whether somebody would get in right now."""
        try:
            return self.number("SELECT 1") == 1
        except RuntimeError:
            return False

    def session(self):
        return Session(self._psql(), self._environment)

    def _psql(self):
        return ["psql", "--no-psqlrc", "--quiet", "--set", "ON_ERROR_STOP=1", *self._target]


class Session:
    """A session that stays open, to hold locks. Ends with the `with` block."""

    def __init__(self, command, environment):
        self._process = subprocess.Popen([*command, "--tuples-only", "--no-align"], env=environment, text=True,
                                         stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._process.stdin.close()
        self._process.wait(PATIENCE_SECONDS)
        self._process.stdout.close()

    def execute(self, sql):
        """Returns once the server has run it."""
        self._process.stdin.write(f"{sql};\n\\echo done\n")
        self._process.stdin.flush()
        for line in self._process.stdout:
            if line.strip() == "done":
                return
        raise RuntimeError(f"psql ended at: {sql}")
