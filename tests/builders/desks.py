"""Open a real desk for a test: the shipped configuration, laid over with small photos and local servers."""

import atexit
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path

import yaml

from intake.config.models import Config, Limits
from intake.isolate.workers import Workers
from registry.desk.desk import Access, Desk, desk_under, settings
from registry.pipeline.readers import readers_for
from registry.store.schema import open_registry
from tests import ROOT
from validators.ruleset import Ruleset

ENVIRON = {"PHOTO_PASSWORD": "secret"}
NOWHERE = "/nowhere"  # stands for a test's own folder
OF_READERS = {"workers", "reading_memory"}  # the limits that make other processes
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
    path.write_text(yaml.safe_dump(_merge(settings, more), allow_unicode=True, sort_keys=False), encoding="utf-8")
    return path


def _merge(below: dict, above: dict) -> dict:
    return {
        **below,
        **{k: _merge(below[k], v) if isinstance(v, dict) and isinstance(below.get(k), dict) else v for k, v in above.items()},
    }


@contextmanager
def a_desk(tmp: Path, imap=None, smtp=None, *, own_readers: bool = False, **more) -> Iterator[Desk]:
    """Open a desk alone on a folder of its own; it shares its readers, as passes of the service do, unless theirs are limited."""
    made_already(tmp / "var")
    with desk_under(*_settings(tmp, overlay(tmp, imap, smtp, **more)), Access.PASS) as desk:
        own = own_readers or not OF_READERS.isdisjoint(more.get("limits", {}))
        yield desk if own else replace(desk, readers=shared_readers())


def _settings(tmp: Path, laid_over: Path) -> tuple[Config, Mapping[str, Ruleset]]:
    """Return what settings() returns, read once for all folders that the same is laid over in."""
    text = laid_over.read_text(encoding="utf-8")
    elsewhere = text.replace(f"data_dir: {tmp / 'var'}\n", f"data_dir: {NOWHERE}\n")
    if str(tmp) in elsewhere or "attach:" in elsewhere:  # files that lie beside it
        return settings([ROOT / "config.yaml", laid_over], ENVIRON)
    config, rulesets = _read_once(elsewhere)
    return config.model_copy(update={"data_dir": tmp / "var"}), rulesets


@cache
def _read_once(text: str) -> tuple[Config, Mapping[str, Ruleset]]:
    with tempfile.NamedTemporaryFile("w", suffix=".yaml", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        return settings([ROOT / "config.yaml", Path(file.name)], ENVIRON)


def made_already(data_dir: Path) -> None:
    """Put an empty registry, brought up to date once for all tests, where there is none yet."""
    if not data_dir.exists() or not any(data_dir.iterdir()):
        data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        (data_dir / "registry.db").touch(mode=0o600)
        (data_dir / "registry.db").write_bytes(empty_registry())


@cache
def empty_registry() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "registry.db"
        open_registry(path).conn.close()
        return path.read_bytes()


@cache
def shared_readers() -> Workers:
    """Return readers that live as long as the tests of this process; their processes start at the first job."""
    readers = readers_for(Limits())
    atexit.register(readers.stop)
    return readers
