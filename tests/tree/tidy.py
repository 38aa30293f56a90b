#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-only
"""usage: tidy.py ROOT [RULE…]: reads the whole tree, prints what breaks a rule, exits 1 if anything does."""

import sys

from rules import RULES
from source_tree import SourceTree


def main(arguments):
    if not arguments:
        print(__doc__, file=sys.stderr)
        return 2
    tree = SourceTree(arguments[0])
    chosen = [rule for rule in RULES if not arguments[1:] or rule.__name__ in arguments[1:]]
    findings = [(rule, finding) for rule in chosen for finding in rule(tree)]
    for rule, finding in findings:
        print(f"{finding}  [{rule.__name__}]")
    print(f"{len(tree.files)} files, {len(chosen)} rules, {len(findings)} findings")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
