# SPDX-License-Identifier: GPL-3.0-only
"""What /proc knows about processes."""

from pathlib import Path


def command_line(pid):
    """Its arguments; empty when there is no such process, or only what is left of one."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
    except OSError:
        return ""


def is_running(pid):
    return bool(command_line(pid))


def children(pid):
    return [child for child in all_processes() if _parent(child) == pid]


def mentioning(text):
    """The processes with this text in their command lines."""
    return [pid for pid in all_processes() if text in command_line(pid)]


def all_processes():
    return [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]


def _parent(pid):
    try:
        status = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    return int(status[status.rindex(")") + 1:].split()[1])
