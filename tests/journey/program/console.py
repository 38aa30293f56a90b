# SPDX-License-Identifier: GPL-3.0-only
"""The program under test as its operator runs it: started with flags, watched through its log, ended by signals."""

import json
import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

from program import prism
from program.client import Client
from program.cluster import Cluster
from program.secret_search import found_in, kept_secrets
from program.waiting import PATIENCE_SECONDS, wait_for

REPOSITORY = Path(__file__).resolve().parents[3]
# What a sanitizer build needs of our own environment; everything else could change what Holdfast does.
PASSED_ON = ("PATH", "ASAN_OPTIONS", "LSAN_OPTIONS", "TSAN_OPTIONS", "UBSAN_OPTIONS")


def program():
    return os.environ.get("HOLDFAST_PROGRAM", str(REPOSITORY / "build" / "app" / "holdfast"))


def environment(home, **variables):
    return {**{name: os.environ[name] for name in PASSED_ON if name in os.environ},
            "HOME": str(home), "LANG": "C.UTF-8", "QT_QPA_PLATFORM": "offscreen", **variables}


def run_to_end(*arguments, **variables):
    """Holdfast as a command: what it exits with, prints and complains."""
    return subprocess.run([program(), *map(str, arguments)], env=environment("/nonexistent", **variables),
                          stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
                          timeout=PATIENCE_SECONDS)


def make_folder():
    """A folder for one test's data, short enough for sockets and passable for PostgreSQL's own account."""
    folder = Path(tempfile.mkdtemp(prefix="hf-test-"))
    folder.chmod(0o711)
    return folder


class Console:
    """One data folder and the Holdfast on it, which can be started again after it ended. Start it in the main
    thread: it is told to stop when the thread that started it dies, so that nothing outlives a killed test."""

    def __init__(self, *flags, has_window=False, **variables):
        self.folder = make_folder()
        self.data_directory = self.folder / "data"
        self.cluster = Cluster(self.data_directory)
        self._flags = [*([] if has_window else ["--headless"]), "--data-dir", str(self.data_directory), *flags]
        self._variables = variables
        self._starts = 0
        self._process = None
        self._prism = None
        self.port = None

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        self.remove()

    @property
    def pid(self):
        return self._process.pid

    @property
    def database(self):
        return self.cluster.database

    @property
    def log_path(self):
        return self.folder / f"log-{self._starts}"

    def launch(self, *more_flags):
        """Begins to start, on any free port unless told otherwise."""
        self._starts += 1
        self.port = None
        self._stop_prism()
        flags = [*self._flags, *more_flags]
        if "--port" not in flags:
            flags += ["--port", "0"]
        with open(self.log_path, "wb") as log:
            self._process = subprocess.Popen(["setpriv", "--pdeathsig", "TERM", program(), *flags],
                                             env=environment(self.folder, **self._variables),
                                             stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=self.folder)
        return self

    def start(self, *more_flags):
        """Returns once it is ready to serve."""
        self.launch(*more_flags)
        wait_for(lambda: self._serving_url() or self._process.poll() is not None, self._story)
        assert self._process.poll() is None, self._story()
        self.port = urlsplit(self._serving_url()).port
        self.await_ready()
        if prism.is_wanted():
            self._start_prism()
        return self

    def _start_prism(self):
        self._prism = prism.Prism(self.port, self.folder / f"prism-{self._starts}",
                                  is_open=bool({"--open-access", "--demo"} & set(self._flags)))

    def _stop_prism(self):
        if self._prism:
            self._prism.stop()
        self._prism = None

    def await_ready(self):
        wait_for(self.is_ready, self._story)

    def is_ready(self):
        try:
            with self.client(timeout=5) as client:
                return client.get("/readyz").status == 200
        except OSError:
            return False

    def client(self, **options):
        return Client(self.port, prism=self._prism, **options)

    def terminate(self):
        self._process.send_signal(signal.SIGTERM)

    def kill(self):
        self.port = None
        self._process.kill()
        self._process.wait()

    def wait(self):
        """What it exits with; -9 when it was killed."""
        return self._process.wait(PATIENCE_SECONDS)

    def stop(self):
        self.port = None
        self.terminate()
        return self.wait()

    def audit(self):
        return run_to_end("audit", "--data-dir", self.data_directory)

    def log(self):
        """The entries so far. Holdfast writes JSON lines where there is no terminal; other text stands as it is."""
        return [_entry(line) for line in self.log_path.read_text(encoding="utf-8").splitlines()]

    def has_logged(self, text):
        return any(text in entry["message"] for entry in self.log())

    def remove(self):
        """Ends what runs and removes the data; no log may show a secret."""
        self._stop_prism()
        if self._process and self._process.poll() is None:
            self.terminate()
            try:
                self.wait()
            except subprocess.TimeoutExpired:
                self.kill()
        self.cluster.end()
        shown = self._secrets_in_logs()
        shutil.rmtree(self.folder, ignore_errors=True)
        assert not shown, shown

    def _secrets_in_logs(self):
        kept = kept_secrets(self.data_directory)
        return [f"{path.name}: {name}" for path in sorted(self.folder.glob("log-*"))
                for name in found_in(path.read_text(encoding="utf-8", errors="replace"), kept)]

    def _serving_url(self):
        return next((entry["message"].split()[-1] for entry in self.log()
                     if entry["message"].startswith("Serving at ")), None)

    def _story(self):
        return f"Holdfast serves; exit code {self._process.poll()}, log:\n{self.log_path.read_text(encoding='utf-8')}"


def _entry(line):
    try:
        return json.loads(line)
    except ValueError:
        return {"level": "text", "message": line}
