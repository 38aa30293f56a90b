# SPDX-License-Identifier: GPL-3.0-only
"""What was measured, by name, one value a repeat."""

import json
from statistics import median


class Figures:
    def __init__(self):
        self._values = {}

    def add(self, name, value):
        self._values.setdefault(name, []).append(value)

    def values(self, name):
        return self._values.get(name, [])

    def median(self, name):
        """None when it was not measured."""
        values = self.values(name)
        return median(values) if values else None

    def ratio(self, name, *others):
        """Median by median; of several others the largest counts. None when something was not measured."""
        value, bases = self.median(name), [self.median(other) for other in others]
        return value / max(bases) if value is not None and bases and all(bases) else None

    def names(self):
        return list(self._values)

    def save(self, path):
        path.write_text(json.dumps(self._values, indent=1) + "\n", encoding="utf-8")

    @classmethod
    def load(cls, path):
        figures = cls()
        figures._values = json.loads(path.read_text(encoding="utf-8"))
        return figures
