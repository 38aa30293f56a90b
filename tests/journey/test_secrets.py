# SPDX-License-Identifier: GPL-3.0-only
"""Nothing secret in the log: secrets are planted wherever the program meets one, at its most talkative, and then
looked for in everything it wrote."""

import contextlib
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path
from urllib.parse import urlencode

from program import secret_search
from program.console import REPOSITORY, Console, run_to_end
from program.database import Database
from program.secret_search import PLANTED, SHAPES, disguises, found_in_files, kept_secrets, leaks, shapes

EMAIL = "ada@example.org"


class NothingSecretIsLogged(unittest.TestCase):
    def setUp(self):
        end = secrets.token_hex(8)
        self.planted = {"password": f"correct horse {end}",
                        "the end of the password": end,
                        "password in a query": secrets.token_urlsafe(16),
                        "new password": f"battery staple {secrets.token_hex(8)}",
                        "JWT_SECRET": secrets.token_hex(32),
                        "JWT_SECRET_PREVIOUS": secrets.token_hex(32),
                        "database password": f"pw-{secrets.token_hex(12)}"}

    def test_in_the_whole_life_of_a_server(self):
        console = self.start()
        with console.client() as api:
            self.sign_in(console, api)
            self.use_credentials_rightly_and_wrongly(api)
        self.send_what_nobody_can_parse(console)
        self.lose_the_database(console)
        self.assertEqual(console.stop(), 0)
        self.look_into(console)

    def start(self):
        """On somebody's PostgreSQL, whose password stands in the URL."""
        url = os.environ["HOLDFAST_TEST_DATABASE_URL"]
        self.role = f"secrets_{secrets.token_hex(4)}"
        self.schema = f"{self.role}_schema"
        self.owner = Database(url=url, schema=self.schema)
        self.owner.query(f"CREATE ROLE {self.role} SUPERUSER LOGIN PASSWORD '{self.planted['database password']}'")
        self.addCleanup(self.owner.query, f"DROP SCHEMA IF EXISTS {self.schema} CASCADE; DROP OWNED BY {self.role};"
                                          f"DROP ROLE {self.role}")
        joint = "&" if "?" in url else "?"
        own = url.replace("user=postgres", f"user={self.role}")
        self.assertNotEqual(own, url, "the test's URL names its user")
        self.url = f"{own}{joint}{urlencode({'password': self.planted['database password'], 'schema': self.schema})}"
        console = Console(DATABASE_URL=self.url, JWT_SECRET=self.planted["JWT_SECRET"],
                          JWT_SECRET_PREVIOUS=self.planted["JWT_SECRET_PREVIOUS"],
                          HOLDFAST_LOG_LEVEL="debug", QT_LOGGING_RULES="*.debug=true")
        self.addCleanup(console.remove)
        return console.start()

    def sign_in(self, console, api):
        self.planted["admin password"] = (console.data_directory / "admin-password").read_text("utf-8").split()[-1]
        account = {"email": EMAIL, "password": self.planted["password"]}
        self.assertEqual(api.post("/auth/register", account).status, 201)
        login = api.post("/auth/login", account)
        self.planted["customer's token"] = login.data["token"]
        self.planted["customer's signature"] = login.data["token"].rpartition(".")[2]
        admin = api.post("/auth/login", {"email": "admin@localhost", "password": self.planted["admin password"]})
        self.planted["admin's token"] = admin.data["token"]
        made = api.post("/admin/api-keys", {"name": "web shop"}, headers=bearer(self.planted["admin's token"]))
        self.assertEqual(made.status, 201, made.body)
        self.planted["API key"] = made.data["key"]

    def use_credentials_rightly_and_wrongly(self, api):
        token, key = self.planted["customer's token"], self.planted["API key"]
        query = urlencode({"token": token, "password": self.planted["password in a query"]})
        self.assertEqual(api.get("/me", headers=bearer(token)).status, 200)
        self.assertEqual(api.get("/me", headers={"Cookie": f"token={token}"}).status, 200)
        self.assertEqual(api.post("/internal/users", {"username": "grace"}, headers=bearer(key)).status // 100, 2)
        for path in (f"/products/{key}", f"/{token}", f"/products?{query}", f"/reservations/{key}", f"/products?sort={key}"):
            self.assertGreaterEqual(api.get(path, headers={"Referer": f"https://shop.example/?key={key}"}).status, 200)
        for headers in (bearer(f"{token}x"), bearer(f"{key}x"), {"Authorization": f"Basic {key}"}, {"X-User-Id": key},
                        {"X-Request-Id": "with spaces " + key}, {"Idempotency-Key": key}, {"User-Agent": key}):
            self.assertLess(api.post("/reservations", {"product_id": key, key: token}, headers=headers).status, 500)
        for body in ({"email": EMAIL, "password": self.planted["new password"]},
                     {"email": self.planted["password"], "password": [self.planted["password"]]},
                     {"email": EMAIL, "passwort": self.planted["password"]}):
            self.assertIn(api.post("/auth/login", body).status, (401, 422))

    def send_what_nobody_can_parse(self, console):
        key, token = self.planted["API key"], self.planted["admin's token"]
        for request in (f"GET /{key} HTTP/9.9\r\n\r\n", f"{token}\r\n\r\n", f"GET / HTTP/1.1\r\n{key} : {token}\r\n\r\n",
                        f"GET /api/v1/me HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {token}\r\n {key}\r\n\r\n",
                        f"POST /api/v1/auth/login HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
                        f"Content-Length: 80\r\n\r\n{{\"password\": \"{self.planted['password']}\""):
            with (socket.create_connection(("127.0.0.1", console.port), timeout=30) as line,
                  contextlib.suppress(ConnectionError)):  # it may hang up before it heard all
                line.sendall(request.encode())
                line.shutdown(socket.SHUT_WR)
                while line.recv(65536):
                    pass

    def lose_the_database(self, console):
        """Errors of the database are told with what the driver says; it must not say too much."""
        self.owner.query(f"ALTER ROLE {self.role} NOLOGIN; SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                         f" WHERE usename = '{self.role}'")
        with console.client() as api:
            refused = api.post("/auth/login", {"email": EMAIL, "password": self.planted["password"]},
                               headers={"X-Request-Id": "planted-request-id"})
            self.assertIn(refused.status, (401, 503), refused.body)
        self.owner.query(f"ALTER ROLE {self.role} LOGIN")
        console.await_ready()

    def look_into(self, console):
        text = console.log_path.read_text(encoding="utf-8")
        self.assertEqual(leaks(text, self.planted), [])
        # The looking works: what is no secret and was logged is found, and so is a secret in any disguise.
        self.assertEqual(leaks(text, {"request": "planted-request-id"}), ["request"])
        self.assertTrue(any(entry["level"] == "debug" for entry in console.log()), "debug messages are on")
        for name, secret in self.planted.items():
            for form in disguises(secret):
                self.assertIn(name, leaks(f"{text}{form}\n", self.planted))

    def test_of_a_first_start(self):
        """What the program makes for itself and keeps beside its data: passwords and the key of its tokens."""
        with Console(HOLDFAST_LOG_LEVEL="debug") as console:
            folder = console.data_directory
            planted = kept_secrets(folder)
            for name in ("password 0", "admin-password", "token"):
                self.assertTrue(any(name in kept for kept in planted), sorted(planted))
            self.assertEqual(console.stop(), 0)
            self.assertEqual(leaks(console.log_path.read_text(encoding="utf-8"), planted), [])

    def test_in_complaints_and_printed_settings(self):
        url = f"postgresql://shop:{self.planted['database password']}@127.0.0.1:1/shop"
        environment = {"DATABASE_URL": url, "JWT_SECRET": self.planted["JWT_SECRET"],
                       "JWT_SECRET_PREVIOUS": self.planted["JWT_SECRET_PREVIOUS"]}
        for arguments, variables in ((["--print-config"], environment), (["migrate"], environment),
                                     (["--headless", "--port", "0"], {**environment, "HOLDFAST_LOG_LEVEL": "debug"}),
                                     (["--headless", "--database-url", f"{url}?nonsense=1"], {}),
                                     (["--headless"], {**environment, "PORT": "!"})):
            with self.subTest(arguments=arguments):
                finished = run_to_end(*arguments, **variables)
                said = finished.stdout + finished.stderr
                self.assertNotEqual(said, "")
                self.assertEqual(leaks(said, self.planted), [])


class TheSearchOfAWholeRun(unittest.TestCase):
    """tests/run searches what all tests wrote, and every console's log is searched before it is removed."""

    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix="hf-test-"))
        self.addCleanup(shutil.rmtree, self.folder)

    def write(self, text, name="LastTest.log"):
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return path

    def test_what_it_looks_for_is_typed_by_tests(self):
        own = {"secret_search.py", Path(__file__).name}
        sources = "".join(path.read_text(encoding="utf-8") for suffix in ("cpp", "py")
                          for path in (REPOSITORY / "tests").rglob(f"*.{suffix}") if path.name not in own)
        for name, secret in PLANTED.items():
            self.assertIn(secret, sources, name)

    def test_finds_every_planted_secret_in_any_disguise(self):
        for name, secret in PLANTED.items():
            for form in disguises(secret):
                found = list(found_in_files([self.write(f"fine\n{{\"message\": \"{form}\"}}\n")]))
                self.assertEqual(len(found), 1, (name, form))
                self.assertIn(":2: ", found[0])
                self.assertNotIn(secret, found[0], "the search does not write it once more")

    def test_finds_every_shape(self):
        examples = {"a signed token": "bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhZGEifQ.c2lnbmF0dXJlIG9m",
                    "an API key": f"key hf_{secrets.token_urlsafe(32)}",
                    "a password's hash": "$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA",
                    "a password in a URL": "cannot reach postgresql://shop:hunter2@db/shop",
                    "a key in PEM": "-----BEGIN EC PRIVATE KEY-----"}
        self.assertEqual(examples.keys(), SHAPES.keys())
        for name, example in examples.items():
            self.assertEqual(shapes(example), [name])
        self.assertEqual(shapes("postgresql://shop:***@db/shop hf_12AB eyJust a word $argon2 "), [])

    def test_as_a_command(self):
        for text, code in (("nothing here\n", 0), (f"{next(iter(PLANTED.values()))}\n", 1)):
            finished = subprocess.run([sys.executable, "-B", secret_search.__file__, str(self.write(text))],
                                      capture_output=True, text=True, check=False)
            self.assertEqual(finished.returncode, code, finished.stderr)
        self.assertEqual(subprocess.run([sys.executable, "-B", secret_search.__file__], check=False).returncode, 1)

    def test_looks_into_the_log_of_every_console(self):
        console = Console()
        (console.data_directory / "postgres").mkdir(parents=True)
        (console.data_directory / "postgres" / "password").write_text("made-for-this-cluster", encoding="utf-8")
        console.log_path.write_text("fine\n", encoding="utf-8")
        (console.folder / "log-7").write_text("connecting with made-for-this-cluster\n", encoding="utf-8")
        with self.assertRaisesRegex(AssertionError, "log-7: password 0"):
            console.remove()
        self.assertFalse(console.folder.exists())


def bearer(credential):
    return {"Authorization": f"Bearer {credential}"}


if __name__ == "__main__":
    unittest.main()
