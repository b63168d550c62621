"""The instrument that proves `never lose, never double, never let in`: run it as `python -m tests.torture`."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
for place in (str(ROOT / "tests"), str(ROOT)):
    if place not in sys.path:
        sys.path.insert(0, place)
