#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-only
"""A mail server for tests, on aiosmtpd: takes mail on a free port of 127.0.0.1 and tells of it, a JSON line an event.

The first line is {"port": N}; a mail it took is {"mail": {…}}, see told(). What goes wrong is asked for by the recipient's local part (a number behind it tells recipients apart):

  refused   550 at RCPT                      later    451 at RCPT the first two times
  spam      554 after the content            dropped  hangs up within the content, the first time
  silent    never answers RCPT               mute     takes the content and never answers; tells {"content": …}
  locked    530 at RCPT                      closing  421 at RCPT
  held      takes the content, tells {"content": …}, and answers once a line comes in on standard input

It ends when its standard input does. Run it as a program: aiosmtpd is a package of Debian's own Python."""

import argparse
import asyncio
import collections
import email
import email.policy
import json
import logging
import re
import ssl
import sys
import warnings

from aiosmtpd.smtp import SMTP, AuthResult

FOREVER_SECONDS = 3600


def tell(event):
    print(json.dumps(event), flush=True)


def fault_of(address):
    return re.match(r"[a-z]*", address).group()


def told(session, envelope):
    """A mail as Python's email package reads it, which is not the program that wrote it."""
    mail = email.message_from_bytes(envelope.original_content, policy=email.policy.default)
    lines = envelope.original_content.split(b"\n")
    return {"from": envelope.mail_from, "to": envelope.rcpt_tos[0], "recipients": len(envelope.rcpt_tos),
            "tls": session.ssl is not None, "login": session.auth_data.login.decode() if session.auth_data else "",
            "headers": {name: str(value) for name, value in mail.items()}, "text": mail.get_content().replace("\r\n", "\n"),
            "message_id": mail["Message-ID"], "longest_line": max(map(len, lines)) - 1,
            "defects": [str(defect) for defect in [*mail.defects, *mail["Subject"].defects, *mail["From"].defects,
                                                   *mail["To"].defects, *mail["Date"].defects]]}


class Handler:
    """What aiosmtpd asks about each step."""

    def __init__(self, go_on):
        self.go_on = go_on
        self.tries = collections.Counter()

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802 (aiosmtpd's name)
        fault = fault_of(address)
        self.tries[address] += 1
        if fault == "silent":
            tell({"rcpt": address})
            await asyncio.sleep(FOREVER_SECONDS)
        if fault == "later" and self.tries[address] <= 2:
            return "451 4.7.1 Greylisted, try again"
        answers = {"refused": f"550 5.1.1 <{address}> No such user", "locked": "530 5.7.0 Authentication required",
                   "closing": "421 4.3.2 Shutting down"}
        if fault in answers:
            return answers[fault]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        fault = fault_of(envelope.rcpt_tos[0])
        if fault == "spam":
            return "554 5.7.1 Looks like spam"
        if fault in ("mute", "held"):
            tell({"content": envelope.rcpt_tos[0]})
            await (self.go_on.wait() if fault == "held" else asyncio.sleep(FOREVER_SECONDS))
        tell({"mail": told(session, envelope)})
        return "250 OK"

    def must_drop(self, address):
        self.tries["content of " + address] += 1
        return fault_of(address) == "dropped" and self.tries["content of " + address] == 1


class Server(SMTP):
    """aiosmtpd, and what it is too well-behaved for."""

    def __init__(self, handler, fault, **options):
        super().__init__(handler, **options)
        self._fault = fault

    async def _handle_client(self):
        if self._fault == "no-greeting":
            tell({"connection": "without a greeting"})
            await asyncio.sleep(FOREVER_SECONDS)
        await super()._handle_client()

    async def smtp_DATA(self, arg):  # noqa: N802
        if self.envelope.rcpt_tos and self.event_handler.must_drop(self.envelope.rcpt_tos[0]):
            await self.push("354 Go on")
            await self._reader.readline()
            self.transport.abort()
            return
        await super().smtp_DATA(arg)

    async def smtp_QUIT(self, arg):  # noqa: N802
        if self._fault == "no-goodbye":
            tell({"connection": "without a goodbye"})
            await asyncio.sleep(FOREVER_SECONDS)
        await super().smtp_QUIT(arg)


def login_check(expected):
    def check(_server, _session, _envelope, _mechanism, data):
        is_right = f"{data.login.decode()}:{data.password.decode()}" == expected
        return AuthResult(success=is_right, handled=False, auth_data=data)
    return check


def server_options(options):
    result = {"hostname": "mail.test", "enable_SMTPUTF8": True}
    if options.certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(options.certificate, options.key)
        result |= {"tls_context": context, "require_starttls": options.require_tls}
    if options.login:
        result |= {"authenticator": login_check(options.login), "auth_required": True, "auth_require_tls": False}
    return result


async def serve(options):
    loop = asyncio.get_running_loop()
    go_on = asyncio.Event()
    handler, settings = Handler(go_on), server_options(options)
    context = settings.pop("tls_context") if options.smtps else None
    listener = await loop.create_server(lambda: Server(handler, options.fault, loop=loop, **settings), "127.0.0.1",
                                        options.port, ssl=context)
    tell({"port": listener.sockets[0].getsockname()[1]})
    while await loop.run_in_executor(None, sys.stdin.readline):
        go_on.set()


def main():
    parser = argparse.ArgumentParser(description="a mail server for tests")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--fault", choices=["no-greeting", "no-goodbye"])
    parser.add_argument("--certificate")
    parser.add_argument("--key")
    parser.add_argument("--require-tls", action="store_true")
    parser.add_argument("--smtps", action="store_true")
    parser.add_argument("--login", metavar="USER:PASSWORD")
    # It complains of clients that leave, and of logins without TLS, which is what these tests are about.
    logging.getLogger("mail").setLevel(logging.CRITICAL)
    warnings.simplefilter("ignore")
    asyncio.run(serve(parser.parse_args()))


if __name__ == "__main__":
    main()
