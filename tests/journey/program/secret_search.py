# SPDX-License-Identifier: GPL-3.0-only
"""Looks for secrets in what the program and its tests wrote.

    python3 secret_search.py FILE...    exits with 1 and says where, when a file shows one

Nobody can list every token a test run makes, but all have shapes. Passwords have none, so tests plant theirs: they
take them from PLANTED (or read what the program made for itself) and nowhere may one be read."""

import base64
import re
import sys
from pathlib import Path
from urllib.parse import quote

# As the tests type them. tests/journey/test_secrets.py checks that each is still typed somewhere.
PLANTED = {
    "a test's password": "correct horse battery",
    "a test's new password": "an entirely new one",
    "a test's wrong password": "a wrong password",
    "an admin's password": "a password for ops",
}

SHAPES = {
    "a signed token": re.compile(r"\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]{8,}"),
    "an API key": re.compile(r"\bhf_[\w-]{40,}"),
    "a password's hash": re.compile(r"\$argon2(?:id|i|d)\$"),
    "a password in a URL": re.compile(r"\b[a-z][a-z0-9+]*://[^\s/:@]+:(?!\*+@|%\d@|\.\.\.@|\{)[^\s/@]+@", re.IGNORECASE),
    "a key in PEM": re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----"),
}


def disguises(secret):
    """How a secret could stand in a line: as it is, or as some layer of a program would write it."""
    raw = secret.encode()
    encoded = base64.b64encode(raw).decode().rstrip("=")
    return {secret, quote(secret, safe=""), encoded, encoded.replace("+", "-").replace("/", "_"), raw.hex()}


def leaks(text, planted):
    """The names of the planted secrets that can be read in the text."""
    lowered = text.lower()
    return sorted(name for name, secret in planted.items()
                  if any(form.lower() in lowered for form in disguises(secret)))


def shapes(text):
    """What has the shape of a secret, by name; not the secret, which would only be written once more."""
    return sorted(name for name, shape in SHAPES.items() if shape.search(text))


def kept_secrets(folder):
    """What a Holdfast made for itself and keeps in its data folder: passwords and the key of its tokens."""
    files = [folder / "postgres" / "password", folder / "admin-password", *folder.glob("token*key*")]
    return {f"{path.name} {number}": word for path in files if path.is_file()
            for number, word in enumerate(path.read_text(encoding="utf-8").split()) if len(word) >= 12}


def found_in(text, kept=None):
    return leaks(text, {**PLANTED, **(kept or {})}) + shapes(text)


def found_in_files(paths):
    """One line a place, in order."""
    for path in paths:
        for number, line in enumerate(Path(path).read_text(encoding="utf-8", errors="replace").splitlines(), start=1):
            for name in found_in(line):
                yield f"{path}:{number}: {name} can be read here"


if __name__ == "__main__":
    places = list(found_in_files(sys.argv[1:]))
    print(*places, sep="\n" if places else "", end="\n" if places else "", file=sys.stderr)
    sys.exit(1 if places or len(sys.argv) < 2 else 0)
