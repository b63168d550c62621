"""The instrument that proves `fast, and flat in memory`: run it as `python -m tests.benchmarks`."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
for place in (str(ROOT / "tests"), str(ROOT)):
    if place not in sys.path:
        sys.path.insert(0, place)
