# SPDX-License-Identifier: GPL-3.0-only
"""A real mail server in front of which Holdfast stands: ../../support/mail_server.py, which says what can go wrong."""

import json
import queue
import subprocess
import threading
from pathlib import Path

from program.waiting import PATIENCE_SECONDS

PROGRAM = Path(__file__).resolve().parents[2] / "support" / "mail_server.py"


class MailServer:
    def __init__(self, *options):
        self._process = subprocess.Popen([PROGRAM, *options], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self._events = queue.Queue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        self.port = self.next("port")

    def next(self, kind, seconds=PATIENCE_SECONDS):
        """The next event of a kind, passing over others; queue.Empty when none comes in time."""
        while True:
            event = self._events.get(timeout=seconds)
            if kind in event:
                return event[kind]

    def mails_so_far(self):
        """What is here and has not been asked for."""
        events = []
        while not self._events.empty():
            events.append(self._events.get())
        return [event["mail"] for event in events if "mail" in event]

    def url(self, login=""):
        return f"smtp://{login}127.0.0.1:{self.port}?from=shop%40example.com"

    def stop(self):
        self._process.stdin.close()
        self._process.kill()
        self._process.wait()
        self._reader.join()
        self._process.stdout.close()

    def _read(self):
        for line in self._process.stdout:
            self._events.put(json.loads(line))
