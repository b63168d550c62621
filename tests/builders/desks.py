"""Open a real desk for a test: the shipped configuration, laid over with small photos and local servers."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import yaml

from registry.desk.desk import Access, Desk, open_desk
from tests import ROOT

ENVIRON = {"PHOTO_PASSWORD": "secret"}
SMALL = {"floor": 30_000, "borderline": 25_000}


def overlay(tmp: Path, imap=None, smtp=None, **more) -> Path:
    """Write the overlay: local servers, small photos, no waiting."""
    settings = {
        "data_dir": str(tmp / "var"),
        "settle": "0",
        "undo": "0",
        "mailboxes": {
            "photo": {
                "host": "127.0.0.1",
                "port": imap.port if imap else 1,
                "security": "none",
                "username": "photo@example.org",
                "addresses": ["photo@example.org"],
            }
        },
        "delivery": {
            "host": "127.0.0.1",
            "port": smtp.port if smtp else 1,
            "security": "none",
            "username": None,
            "password": None,
            "sender": "Photo call <photo@example.org>",
            "per_hour": 10_000,
            "per_address_per_day": 100,
            "timeout": "5s",
        },
        "defaults": {"rules": dict.fromkeys(("photo-size", "photo-size-borderline", "photo-padded"), SMALL)},
    }
    path = tmp / "overlay.yaml"
    path.write_text(yaml.safe_dump(_merge(settings, more), allow_unicode=True), encoding="utf-8")
    return path


def _merge(below: dict, above: dict) -> dict:
    return {
        **below,
        **{k: _merge(below[k], v) if isinstance(v, dict) and isinstance(below.get(k), dict) else v for k, v in above.items()},
    }


@contextmanager
def a_desk(tmp: Path, imap=None, smtp=None, **more) -> Iterator[Desk]:
    """Open a desk alone on a folder of its own."""
    with open_desk([ROOT / "config.yaml", overlay(tmp, imap, smtp, **more)], ENVIRON, Access.PASS) as desk:
        yield desk
