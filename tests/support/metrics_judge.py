#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-only
"""Judges a text exposition, from standard input, with the parser of Prometheus' own Python client, and by Prometheus'
rules for names. Prints {"faults": […], "samples": [{"name": …, "labels": {…}, "value": …}, …]}.

Run it as a program: prometheus_client is a package of Debian's own Python."""

import collections
import json
import math
import re
import sys

from prometheus_client.parser import text_string_to_metric_families

# What is no base unit: https://prometheus.io/docs/practices/naming
OTHER_UNITS = re.compile(r"_(?:milli|micro|nano)seconds|_(?:ms|us|ns|kb|mb|minutes|percent)(?:_|$)")
BOUND = "le"


def key_of(sample, without=()):
    return tuple(sorted((name, value) for name, value in sample.labels.items() if name not in without))


def family_faults(family):
    if not family.documentation:
        yield f"{family.name}: no HELP"
    if family.type not in ("counter", "gauge", "histogram"):
        yield f"{family.name}: its TYPE is {family.type}"
    if OTHER_UNITS.search(family.name):
        yield f"{family.name}: no base unit"
    if family.type != "counter" and re.search("_(?:total|count|sum|bucket)$", family.name):
        yield f"{family.name}: that ending is not for a {family.type}"
    if not family.samples:
        yield f"{family.name}: no samples"
    seen = collections.Counter((sample.name, key_of(sample)) for sample in family.samples)
    yield from (f"{name} {dict(labels)}: there {times} times" for (name, labels), times in seen.items() if times > 1)
    for sample in family.samples:
        if math.isnan(sample.value) or (family.type != "gauge" and sample.value < 0):
            yield f"{sample.name} {sample.labels}: {sample.value}"


def counter_faults(text):
    """From the text, as the parser gives every counter the ending."""
    yield from (f"{name}: a counter without _total" for name in re.findall(r"^# TYPE (\S+) counter$", text, re.MULTILINE)
                if not name.endswith("_total"))


def histogram_faults(family):
    of_series = collections.defaultdict(dict)
    for sample in family.samples:
        part = sample.name.removeprefix(family.name)
        if part == "_bucket":
            of_series[key_of(sample, {BOUND})].setdefault("buckets", []).append((float(sample.labels[BOUND]), sample.value))
        else:
            of_series[key_of(sample)][part] = sample.value
    for labels, parts in of_series.items():
        buckets = parts.get("buckets", [])
        counts = [count for _, count in buckets]
        if not {"_sum", "_count"} <= set(parts) or not buckets:
            yield f"{family.name} {dict(labels)}: not a whole histogram"
        elif buckets != sorted(buckets) or counts != sorted(counts):
            yield f"{family.name} {dict(labels)}: its buckets do not ascend"
        elif buckets[-1] != (math.inf, parts["_count"]):
            yield f"{family.name} {dict(labels)}: its last bucket is not its count"


def faults(families):
    names = collections.Counter(family.name for family in families)
    yield from (f"{name}: described {times} times" for name, times in names.items() if times > 1)
    for family in families:
        yield from family_faults(family)
        if family.type == "histogram":
            yield from histogram_faults(family)


def verdict(text):
    try:
        families = list(text_string_to_metric_families(text))
    except (ValueError, IndexError) as error:
        return {"faults": [f"cannot be read: {error}"], "samples": []}
    return {"faults": [*faults(families), *counter_faults(text)] + ([] if text.endswith("\n") else ["the last line does not end"]),
            "samples": [{"name": sample.name, "labels": sample.labels,
                         "value": sample.value if math.isfinite(sample.value) else None}
                        for family in families for sample in family.samples]}


if __name__ == "__main__":
    print(json.dumps(verdict(sys.stdin.read())))
