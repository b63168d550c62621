"""Remember: messages, entries, revisions, notices (SQLite)."""

import sys

# sqlite-utils looks for numpy, only to know its types: 12 MB and 0.1 s of start-up for a process that never hands it any
if "numpy" not in sys.modules:
    sys.modules["numpy"] = None  # type: ignore[assignment]
    try:
        import sqlite_utils  # noqa: F401
    finally:
        del sys.modules["numpy"]
