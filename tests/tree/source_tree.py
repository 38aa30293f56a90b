# SPDX-License-Identifier: GPL-3.0-only
"""The project's files as the rules see them: what git would keep, without build folders."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

SKIPPED_FOLDERS = {"node_modules", "__pycache__"}
TEXT_SUFFIXES = {".cpp", ".h", ".sql", ".py", ".sh", ".js", ".cmake", ".txt", ".md", ".json", ".in", ".yml", ".conf"}


@dataclass(frozen=True)
class SourceFile:
    root: Path
    path: str  # relative to the root, with forward slashes

    @property
    def suffix(self):
        return Path(self.path).suffix

    @property
    def is_cpp(self):
        return self.suffix in (".cpp", ".h")

    @property
    def is_script(self):
        return self.suffix == "" and self.text.startswith("#!")

    @property
    def is_text(self):
        return self.suffix in TEXT_SUFFIXES or self.suffix == ""

    @cached_property
    def text(self):
        try:
            return (self.root / self.path).read_text(encoding="utf-8")
        except UnicodeDecodeError:
            return ""


@dataclass(frozen=True)
class Finding:
    path: str
    line: int
    what: str

    def __str__(self):
        return f"{self.path}:{self.line}: {self.what}"


class SourceTree:
    def __init__(self, root):
        self.root = Path(root).resolve()
        self.files = [SourceFile(self.root, path) for path in sorted(self._paths(self.root))]

    def cpp(self, *folders):
        """The C++ files below the given folders, or all of them."""
        return [f for f in self.files if f.is_cpp and (not folders or f.path.startswith(folders))]

    def named(self, name):
        return [f for f in self.files if Path(f.path).name == name]

    def _paths(self, folder):
        for entry in folder.iterdir():
            if entry.is_dir():
                if not self._is_skipped(entry):
                    yield from self._paths(entry)
            elif entry.is_file():
                yield entry.relative_to(self.root).as_posix()

    def _is_skipped(self, folder):
        is_build = folder.parent == self.root and folder.name.startswith("build")
        is_hidden = folder.name.startswith(".") and folder.name != ".ci"
        return is_build or is_hidden or folder.is_symlink() or folder.name in SKIPPED_FOLDERS
