"""Tests, beside what they test; what makes bytes and servers is in builders, mails to judge in corpus and generated."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
