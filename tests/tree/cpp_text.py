# SPDX-License-Identifier: GPL-3.0-only
"""As much of C++ as the rules need: code without comments and literals, the literals, and the functions."""

import re
from dataclasses import dataclass

TOKEN = re.compile(
    r"""(?P<comment>//[^\n]*|/\*.*?\*/)
      | (?P<raw>R"(?P<delimiter>[^()\s\\]{0,16})\(.*?\)(?P=delimiter)")
      | (?P<string>"(?:[^"\\\n]|\\.)*")
      | (?P<character>(?<![0-9a-fA-F])'(?:[^'\\\n]|\\.)+')""",
    re.VERBOSE | re.DOTALL,
)
CONTAINER = re.compile(r"\b(namespace|class|struct|union|enum|extern)\b[^()]*$")


@dataclass(frozen=True)
class Function:
    name: str
    line: int
    length: int  # lines, from the one with the name to the closing brace


def _blank(text):
    return re.sub(r"[^\n]", " ", text)


def code_only(text):
    """The same text, line by line, with comments, literals and preprocessor lines blanked."""
    code = TOKEN.sub(lambda match: _blank(match.group()), text)
    return re.sub(r"^[ \t]*#(?:[^\n]*\\\n)*[^\n]*", lambda match: _blank(match.group()), code, flags=re.MULTILINE)


def string_literals(text):
    """(line, content) of every string literal; neighbours that the compiler joins are joined."""
    joined = []
    end = -1
    for match in TOKEN.finditer(text):
        if not (match.group("string") or match.group("raw")):
            continue
        line = text.count("\n", 0, match.start()) + 1
        if joined and not re.sub(r"(_s|_L1|u8?|\s)+", "", text[end:match.start()]):
            joined[-1] = (joined[-1][0], joined[-1][1] + match.group())
        else:
            joined.append((line, match.group()))
        end = match.end()
    return joined


def functions(text):
    """Every function with a body that stands in a namespace or a class; lambdas count to the function around them."""
    code = code_only(text)
    depth_inside = 0  # braces open within the function (or initialiser) at hand
    current = None
    header_start = 0
    for match in re.finditer(r"[{};]", code):
        if match.group() == "{":
            header = code[header_start:match.start()]
            if depth_inside == 0 and not CONTAINER.search(header):
                current = (header, header_start) if ")" in header else None
                depth_inside = 1
            elif depth_inside:
                depth_inside += 1
        elif match.group() == "}" and depth_inside:
            depth_inside -= 1
            if depth_inside == 0 and current:
                yield _function(code, current, match.start())
        if not depth_inside:
            header_start = match.end()


def _function(code, current, end):
    header, start = current
    start += len(header) - len(header.lstrip())
    line = code.count("\n", 0, start) + 1
    name = re.search(r"([~\w:]+)\s*\(", header)
    return Function(name.group(1) if name else "?", line, code.count("\n", start, end) + 1)
