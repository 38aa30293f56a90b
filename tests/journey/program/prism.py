# SPDX-License-Identifier: GPL-3.0-only
"""Prism between a client and Holdfast: what passes is held to the API's document.

With HOLDFAST_PRISM in the environment (the program; tests/interop/openapi sets it) each Console starts one in front of
itself, and its clients go through it. An answer that the document does not allow is an AssertionError."""

import json
import os
import re
import subprocess
from pathlib import Path

from program.waiting import wait_for

DOCUMENT = Path(__file__).resolve().parents[3] / "resources" / "openapi.json"
# Not a fault of the document: under open access nobody needs the credentials that it asks for.
NEEDS_NO_CREDENTIALS = "Invalid security scheme used"


def read_document():
    return json.loads(DOCUMENT.read_text(encoding="utf-8"))


def readable_for_prism(document):
    """Prism takes problem+json for json and looks at the first of the two only: one schema must say both."""
    responses = [*document["components"]["responses"].values(),
                 *(response for item in document["paths"].values() for operation in item.values()
                   if "responses" in operation for response in operation["responses"].values())]
    for response in responses:
        content = response.get("content", {})
        if "application/problem+json" in content:
            either = [content["application/json"]["schema"], content.pop("application/problem+json")["schema"]]
            content["application/json"]["schema"] = {"anyOf": either}
    return document


def is_wanted():
    return "HOLDFAST_PRISM" in os.environ


class Prism:
    """A running Prism. Its clients use `port`, and paths without the base: Prism knows a route by its bare path only,
    and Holdfast takes the same routes there."""

    def __init__(self, upstream_port, log_path, document=None, is_open=False):
        """`document` is the API's own unless told otherwise, parsed."""
        self._is_open = is_open
        self._log_path = Path(log_path)
        copy = self._log_path.with_suffix(".json")
        copy.write_text(json.dumps(readable_for_prism(document or read_document())), encoding="utf-8")
        command = [os.environ["HOLDFAST_PRISM"], "proxy", str(copy), f"http://127.0.0.1:{upstream_port}", "--port", "0"]
        with open(log_path, "wb") as log:
            self._process = subprocess.Popen(["setpriv", "--pdeathsig", "TERM", *command], stdin=subprocess.DEVNULL,
                                             stdout=log, stderr=log)
        wait_for(lambda: self._listening() or self._process.poll() is not None, self._story)
        assert self._process.poll() is None, self._story()
        self.port = int(self._listening().group(1))

    def stop(self):
        self._process.terminate()
        self._process.wait()

    def judge(self, request, status, headers):
        """AssertionError when the document does not allow what happened."""
        violations = [each for each in json.loads(headers.get("sl-violations", "[]")) if self._counts(each, status)]
        assert not violations, f"{request} answered {status}, which the document does not allow: {violations}"

    def _counts(self, violation, status):
        if violation["location"][0] == "response":
            return True
        if self._is_open and violation["message"] == NEEDS_NO_CREDENTIALS:
            return False
        # A request that the document forbids must be refused, and one at an address it does not know as well.
        return status < 400

    def _listening(self):
        return re.search(r"listening on http://127\.0\.0\.1:(\d+)", self._log_path.read_text(encoding="utf-8"))

    def _story(self):
        return f"Prism listens; its log:\n{self._log_path.read_text(encoding='utf-8')}"
