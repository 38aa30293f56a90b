# SPDX-License-Identifier: GPL-3.0-only
"""A person at a terminal: a command on a pseudo-terminal, what it shows, and what is typed."""

import contextlib
import os
import pty
import select
import subprocess
import termios
import time

from program.console import environment
from program.waiting import PATIENCE_SECONDS, wait_for


class Terminal:
    def __init__(self, command, home):
        self._person, computer = pty.openpty()
        self._process = subprocess.Popen(["setsid", "--ctty", "--wait", *command], env=environment(home),
                                         stdin=computer, stdout=computer, stderr=computer)
        # Kept open: its settings shall be seen also when the command has ended.
        self._computer = computer
        self.shown = ""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._process.kill()
        self._process.wait()
        os.close(self._person)
        os.close(self._computer)

    @property
    def echoes(self):
        return bool(termios.tcgetattr(self._computer)[3] & termios.ECHO)

    def answer(self, question, text):
        self.await_silence(question)
        self.type(f"{text}\n")

    def await_silence(self, question):
        """Until it asks, once each question, and shows no more what is typed."""
        wait_for(lambda: self._read() or question in self.shown,
                 lambda: f"'{question}' is asked; shown so far:\n{self.shown}")
        wait_for(lambda: not self.echoes, "the terminal is silent")

    def type(self, text):
        os.write(self._person, text.encode())

    def wait(self):
        deadline = time.monotonic() + PATIENCE_SECONDS
        while self._process.poll() is None and time.monotonic() < deadline:
            self._read()
        self._read()
        return self._process.poll()

    def _read(self):
        with contextlib.suppress(OSError):  # nobody at the other end any more
            while select.select([self._person], [], [], 0.05)[0]:
                self.shown += os.read(self._person, 4096).decode()
