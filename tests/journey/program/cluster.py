# SPDX-License-Identifier: GPL-3.0-only
"""The private PostgreSQL of a data folder, seen from outside: its processes, its socket, its rows."""

import os
import re
import signal
from pathlib import Path

from program import processes
from program.database import Database
from program.waiting import wait_for


class Cluster:
    """Of a Holdfast that runs, or did: everything is looked up when asked for."""

    def __init__(self, data_directory):
        self._folder = Path(data_directory) / "postgres"

    @property
    def postmaster(self):
        """The process id; None while none runs."""
        lines = self._postmaster_file()
        pid = int(lines[0]) if lines and lines[0].isdigit() else None
        return pid if pid and str(self._folder) in processes.command_line(pid) else None

    @property
    def socket_folder(self):
        return Path(self._postmaster_file()[4])

    @property
    def processes(self):
        """The postmaster and everything it started."""
        pid = self.postmaster
        return [pid, *processes.children(pid)] if pid else []

    @property
    def backends(self):
        """Those that serve a client."""
        return [pid for pid in self.processes[1:]
                if re.search(r"\[local\]", processes.command_line(pid))]

    @property
    def database(self):
        password = (self._folder / "password").read_text(encoding="utf-8").strip()
        return Database({"PGHOST": str(self.socket_folder), "PGPORT": self._postmaster_file()[3],
                         "PGUSER": "holdfast", "PGDATABASE": "holdfast", "PGPASSWORD": password})

    def answers(self):
        """Whether it runs and lets somebody in."""
        is_complete = len(self._postmaster_file()) > 4
        return bool(is_complete and self.postmaster and self.database.answers())

    def end(self):
        """At once, for cleaning up after a killed console."""
        pid = self.postmaster
        if pid:
            socket_folder = self.socket_folder
            os.kill(pid, signal.SIGQUIT)
            wait_for(lambda: not processes.is_running(pid), "PostgreSQL ends on SIGQUIT")
            self._remove(socket_folder)

    @staticmethod
    def _remove(socket_folder):
        if socket_folder.is_dir():
            for entry in socket_folder.iterdir():
                entry.unlink()
            socket_folder.rmdir()

    def _postmaster_file(self):
        try:
            return (self._folder / "data" / "postmaster.pid").read_text(encoding="utf-8").splitlines()
        except OSError:
            return []
