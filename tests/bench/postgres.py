# SPDX-License-Identifier: GPL-3.0-only
"""A fresh PostgreSQL for the peers: the programs and the settings of Holdfast's own."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from places import FOLDER
from program.database import Database
from program.waiting import wait_for

# Of Holdfast's cluster alone: where it stands and who may come in.
OWN_SETTINGS = "'cluster_name', 'unix_socket_directories', 'unix_socket_permissions'"
SETTINGS = ("SELECT name, current_setting(name) FROM pg_settings"
            f" WHERE source IN ('configuration file', 'command line') AND name NOT IN ({OWN_SETTINGS})")


VACUUMS = "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'autovacuum worker'"


def settle(database):
    """What earlier runs left to do in the background is done now, so that it does not fall into the next."""
    database.query("CHECKPOINT")
    wait_for(lambda: database.number(VACUUMS) == 0, "autovacuum is done", interval=0.2)


class Postgres:
    """Use in a `with` block."""

    def __init__(self, like):
        """`like` is the database whose settings it takes."""
        self.programs = Path(like.value("SELECT setting FROM pg_config WHERE name = 'BINDIR'"))
        self._settings = like.query(SETTINGS)
        self._folder = Path(tempfile.mkdtemp(prefix="hf-bench-pg-"))
        self._process = None

    def __enter__(self):
        self._prepare()
        self._initialize()
        self._process = subprocess.Popen(self._as_owner("--pdeathsig", "INT") + self._command(), stdin=subprocess.DEVNULL,
                                         stdout=subprocess.DEVNULL, stderr=open(self._folder / "log", "wb"))
        wait_for(lambda: self.database.answers(), lambda: (self._folder / "log").read_text(encoding="utf-8"))
        self.database.query((FOLDER / "sql" / "peer_tables.sql").read_text(encoding="utf-8"))
        return self

    def __exit__(self, *_):
        if self._process:
            self._process.terminate()  # smart: its clients have gone
            try:
                self._process.wait(10)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        shutil.rmtree(self._folder, ignore_errors=True)

    @property
    def pid(self):
        return self._process.pid

    @property
    def parameters(self):
        return {"PGHOST": str(self._folder / "socket"), "PGUSER": "postgres", "PGDATABASE": "postgres"}

    @property
    def database(self):
        return Database(self.parameters, schema="public")

    def _prepare(self):
        self._folder.chmod(0o711)
        (self._folder / "socket").mkdir()
        if os.geteuid() == 0:
            for path in (self._folder, self._folder / "socket"):
                shutil.chown(path, "postgres", "postgres")

    def _initialize(self):
        subprocess.run([*self._as_owner(), self.programs / "initdb", "--pgdata", self._folder / "data", "--username=postgres",
                        "--encoding=UTF8", "--locale=C.UTF-8", "--auth=trust", "--data-checksums"],
                       check=True, stdout=subprocess.DEVNULL)

    def _command(self):
        flags = [flag for name, value in self._settings for flag in ("-c", f"{name}={value}")]
        return [str(self.programs / "postgres"), "-D", str(self._folder / "data"), *flags,
                "-c", f"unix_socket_directories={self._folder / 'socket'}"]

    @staticmethod
    def _as_owner(*flags):
        """PostgreSQL refuses to run as root."""
        identity = ["--reuid=postgres", "--regid=postgres", "--init-groups"] if os.geteuid() == 0 else []
        return ["setpriv", *identity, *flags] if identity or flags else []
