# SPDX-License-Identifier: GPL-3.0-only
"""Where things stand."""

import os
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
REPOSITORY = FOLDER.parents[1]
BUILD = Path(os.environ.get("HOLDFAST_BENCH_BUILD", REPOSITORY / "build" / "tests" / "bench"))
PEERS = BUILD / "peers"
RESULTS = REPOSITORY / "build" / "bench"
