# SPDX-License-Identifier: GPL-3.0-only
"""The rules of the tree. Each takes a SourceTree and yields Findings; RULES names them all."""

import re
import shutil
import subprocess
from pathlib import Path

from cpp_text import code_only, functions, string_literals
from source_tree import Finding

FUNCTION_LINES_MAX = 70

# Who may call whom: the link graph of the design. Reachable through others counts.
LINK_GRAPH = {
    "domain": set(),
    "live": {"domain"},
    "metrics": set(),
    "database": {"domain", "metrics"},
    "stock": {"database"},
    "accounts": {"database"},
    "mail": {"database"},
    "desk": {"stock", "accounts", "database", "live"},
    "http": {"stock", "accounts", "live", "metrics"},
    "ui": {"live"},
    "app": {"ui", "http", "desk", "mail", "live"},
}
# Libraries whose names are not their folder's.
LIBRARY_FOLDERS = {"shell": "app", "postgres": "database"}

LICENCE = "SPDX-License-Identifier: GPL-3.0-only"
LICENSED_SUFFIXES = {".cpp", ".h", ".sql", ".sh", ".py", ".js", ".cmake"}

# Written with brackets so that this file does not find itself.
MACHINE_PATH = re.compile(r"(?<![\w.:/])/(?:wor[k]|mn[t]|User[s])/|/hom[e]/(?!shopper\b)\w+/|/roo[t]/\w|/tm[p]/hf")
LEFTOVER = re.compile(r"\b(?:TOD[O]|FIXM[E]|XX[X]|HAC[K])\b")
SQL = re.compile(
    r"\bSELECT\b.+\bFROM\b|\bSELECT\s+\w+\(|\bINSERT\s+INTO\b|\bUPDATE\s+\S+\s+SET\s+\w+\s*=|\bDELETE\s+FROM\b"
    r"|\b(?:CREATE|ALTER|DROP|TRUNCATE)\s+(?:TABLE|SCHEMA|FUNCTION|INDEX|ROLE|DATABASE|VIEW|TRIGGER)\b"
    r"|(?-i:\b(?:LISTEN|NOTIFY)\s+\w+)",
    re.IGNORECASE | re.DOTALL,
)


def reachable(folder):
    """Every folder that `folder` may include from, itself among them."""
    seen, waiting = set(), [folder]
    while waiting:
        at = waiting.pop()
        if at not in seen:
            seen.add(at)
            waiting.extend(LINK_GRAPH[at])
    return seen


def folder_of(path):
    """The node of the link graph a path belongs to; None outside of it."""
    parts = path.split("/")
    node = parts[1] if parts[0] == "server" and len(parts) > 2 else parts[0]
    return node if node in LINK_GRAPH else None


def line_of(text, position):
    return text.count("\n", 0, position) + 1


def includes_follow_the_link_graph(tree):
    for file in tree.cpp("server/", "ui/", "app/"):
        home = folder_of(file.path)
        for match in re.finditer(r'^#include "([^"]+)"', file.text, re.MULTILINE):
            target = folder_of(match.group(1) if match.group(1).startswith(("ui/", "app/")) else "server/" + match.group(1))
            if home and target and target not in reachable(home):
                yield Finding(file.path, line_of(file.text, match.start()), f"{home} must not include from {target}")


def libraries_follow_the_link_graph(tree):
    for file in tree.named("CMakeLists.txt"):
        home = folder_of(file.path)
        if not home or file.path.startswith("tests/"):
            continue
        for match in re.finditer(r"holdfast::(\w+)", file.text):
            name = match.group(1)
            target = LIBRARY_FOLDERS.get(name, name.split("_")[0])
            if target in LINK_GRAPH and target not in reachable(home):
                yield Finding(file.path, line_of(file.text, match.start()), f"{home} must not link {target}")


def functions_are_short(tree):
    for file in tree.cpp():
        for function in functions(file.text):
            if function.length > FUNCTION_LINES_MAX:
                yield Finding(file.path, function.line,
                              f"{function.name} has {function.length} lines; {FUNCTION_LINES_MAX} is the most")


def files_are_built(tree):
    lists = {str(Path(f.path).parent): f.text for f in tree.named("CMakeLists.txt")}
    for file in tree.cpp():
        if not any(_names(lists.get(str(folder)), Path(file.path).relative_to(folder).as_posix())
                   for folder in Path(file.path).parents):
            yield Finding(file.path, 1, "no CMakeLists.txt names this file")


def _names(text, path):
    return text is not None and re.search(rf"(?<![\w/.]){re.escape(path)}(?![\w.])", text) is not None


def files_are_licensed(tree):
    for file in tree.files:
        is_source = file.suffix in LICENSED_SUFFIXES or file.path.endswith("CMakeLists.txt") or file.is_script
        if is_source and LICENCE not in "\n".join(file.text.splitlines()[:5]):
            yield Finding(file.path, 1, f"{LICENCE} is missing from the first lines")


def files_name_no_machine(tree):
    yield from _matches(tree, MACHINE_PATH, "a path of somebody's machine")


def nothing_is_left_over(tree):
    yield from _matches(tree, LEFTOVER, "unfinished work")


def _matches(tree, pattern, what):
    for file in tree.files:
        if not file.is_text or file.path == "LICENSE":
            continue
        for match in pattern.finditer(file.text):
            yield Finding(file.path, line_of(file.text, match.start()), f"{what}: {match.group()}")


def sql_stands_in_sql_files(tree):
    for file in tree.cpp("server/", "ui/", "app/"):
        for line, literal in string_literals(file.text):
            match = SQL.search(literal)
            if match:
                yield Finding(file.path, line, f"SQL text in C++: {match.group()[:40]}")


def headers_are_guarded(tree):
    for file in tree.cpp():
        if file.suffix == ".h" and "#pragma once" not in file.text:
            yield Finding(file.path, 1, "#pragma once is missing")


def namespaces_stay_out_of_headers(tree):
    """Literals (std::chrono_literals, Qt::StringLiterals) may come in: they hold no names to clash."""
    for file in tree.cpp():
        match = re.search(r"^using namespace (?![\w:]*[lL]iterals;)", code_only(file.text), re.MULTILINE)
        if file.suffix == ".h" and match:
            yield Finding(file.path, line_of(file.text, match.start()), "using namespace in a header")


def files_are_formatted(tree):
    """Only where clang-format is installed; tests/run installs it."""
    formatter = shutil.which("clang-format")
    paths = [f.path for f in tree.cpp()]
    if not formatter or not paths:
        return
    result = subprocess.run([formatter, "--dry-run", "--style=file", *paths], cwd=tree.root,
                            capture_output=True, text=True, check=False)
    told = set()
    for match in re.finditer(r"^(\S+?):(\d+):\d+: warning: code should be clang-formatted", result.stderr, re.MULTILINE):
        if match.group(1) not in told:
            told.add(match.group(1))
            yield Finding(match.group(1), int(match.group(2)), "clang-format -i would change this file")


RULES = [
    includes_follow_the_link_graph,
    libraries_follow_the_link_graph,
    functions_are_short,
    files_are_built,
    files_are_licensed,
    files_name_no_machine,
    nothing_is_left_over,
    sql_stands_in_sql_files,
    headers_are_guarded,
    namespaces_stay_out_of_headers,
    files_are_formatted,
]
