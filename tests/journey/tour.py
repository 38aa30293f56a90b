# SPDX-License-Identifier: GPL-3.0-only
"""The commands that README.md tells its readers to type, so that they are typed as printed."""

import re
from dataclasses import dataclass

TOUR_HEADING = "## Take a unit off the screen"
ACCOUNTS_HEADING = "## Accounts, roles and API keys"


@dataclass(frozen=True)
class Tour:
    address: str  # the value README.md gives to $api
    commands: list  # in the order in which they stand, without comments
    cancel: str  # with ID where the reservation's id belongs


def read_tour(readme):
    """The tour in the text of README.md. ValueError when it is not written as expected."""
    section = _section(readme, TOUR_HEADING)
    block = re.search(r"^```sh\n(.*?)^```", section, re.DOTALL | re.MULTILINE)
    cancel = re.search(r"`(curl -s -X DELETE [^`]*)`", section)
    if not block or not cancel:
        raise ValueError("the tour has no commands")
    commands = _commands(block.group(1))
    address = re.fullmatch(r"api=(\S+)", commands[0])
    if not address:
        raise ValueError("the tour does not begin with the address")
    return Tour(address.group(1), commands[1:], cancel.group(1))


def account_commands(readme):
    """The commands about accounts, as one shell would be given them. ValueError when there are none."""
    block = re.search(r"^```sh\n(.*?)^```", _section(readme, ACCOUNTS_HEADING), re.DOTALL | re.MULTILINE)
    if not block:
        raise ValueError("there are no commands about accounts")
    return _commands(block.group(1))


def settings_table(readme):
    """{flag: (environment, default)} as the table of settings has them."""
    rows = re.findall(r"^\| `(--[a-z-]+)` \| (.*?) \| (.*?) \|", _section(readme, "### Settings"), re.MULTILINE)
    return {flag: (variables.replace("`", ""), default.replace("`", "")) for flag, variables, default in rows}


def exit_codes(readme):
    line = re.search(r"^Exit codes: (.*)\.$", readme, re.MULTILINE)
    return {int(code) for code in re.findall(r"(\d+) \w", line.group(1))} if line else set()


def _section(readme, heading):
    start = readme.index(heading + "\n")
    level = heading.split()[0]
    end = re.search(rf"^#{{2,{len(level)}}} ", readme[start + len(heading):], re.MULTILINE)
    return readme[start:start + len(heading) + end.start()] if end else readme[start:]


def _commands(block):
    """One an entry, continued lines joined, lines that only comment left out."""
    lines = block.replace("\\\n", " ").splitlines()
    return [line for line in lines if line.strip() and not line.startswith("#")]
