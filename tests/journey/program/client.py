# SPDX-License-Identifier: GPL-3.0-only
"""A JSON client on one kept-alive connection."""

import http.client
import json
import time
from dataclasses import dataclass

from program.waiting import PATIENCE_SECONDS

# A server of Node.js closes what has been idle for five seconds, perhaps just as the next request comes.
PRISM_IDLE_SECONDS_MAX = 3


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict  # names in lower case
    body: dict  # empty for what is no JSON
    text: str = ""

    @property
    def data(self):
        return self.body.get("data")

    @property
    def code(self):
        """The error's code; None for a success."""
        return self.body.get("error", {}).get("code")

    @property
    def details(self):
        return self.body.get("error", {}).get("details", {})


class Client:
    """Connects when it must. Every error of the connection is an OSError; the next request connects anew. With a
    `prism` (program/prism.py) it goes through that, which judges every answer."""

    def __init__(self, port, timeout=PATIENCE_SECONDS, base="/api/v1", prism=None, headers=None):
        """`headers` go with every request, unless it has its own of the same names."""
        self._connection = http.client.HTTPConnection("127.0.0.1", prism.port if prism else port, timeout=timeout)
        self._base = "" if prism else base
        self._prism = prism
        self._headers = headers or {}
        self._request = None
        self._used_at = time.monotonic()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        self._connection.close()

    def get(self, path, **options):
        return self.ask("GET", path, **options)

    def post(self, path, body=None, **options):
        return self.ask("POST", path, body, **options)

    def delete(self, path, body=None, **options):
        return self.ask("DELETE", path, body, **options)

    def ask(self, method, path, body=None, user=None, headers=None):
        """`user` goes into X-User-Id. Probes such as /readyz stand at the root, the rest under the base path."""
        self.send(method, path, body, user, headers)
        return self.receive()

    def send(self, method, path, body=None, user=None, headers=None):
        fields = {**self._headers, **(headers or {})}
        if user:
            fields["X-User-Id"] = user
        if body is not None:
            fields["Content-Type"] = "application/json"
            body = json.dumps(body)
        target = path if path in ("/readyz", "/livez", "/metrics") else self._base + path
        self._request = f"{method} {target} {body or ''}"
        if self._prism and time.monotonic() - self._used_at > PRISM_IDLE_SECONDS_MAX:
            self._connection.close()
        self._or_os_error(lambda: self._connection.request(method, target, body, fields))

    def receive(self):
        return self._or_os_error(self._receive)

    def _receive(self):
        response = self._connection.getresponse()
        content = response.read()
        self._used_at = time.monotonic()
        headers = {name.lower(): value for name, value in response.getheaders()}
        if self._prism:
            self._prism.judge(self._request, response.status, headers)
        is_json = "json" in headers.get("content-type", "")
        return Answer(response.status, headers, json.loads(content) if is_json else {}, content.decode())

    def _or_os_error(self, act):
        try:
            return act()
        except (http.client.HTTPException, OSError) as error:
            self._connection.close()
            if isinstance(error, OSError):
                raise
            raise ConnectionError(f"{type(error).__name__}: {error}") from error
