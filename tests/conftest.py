"""Real servers for every test that needs one."""

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from dovecot import DovecotServer, available  # noqa: E402

from registry.schema import open_registry  # noqa: E402
from reports.demo.servers import EmbeddedImap, EmbeddedSmtp  # noqa: E402

IMAP_SERVERS = {"pymap": EmbeddedImap, **({"dovecot": DovecotServer} if available() else {})}


@pytest.fixture(params=list(IMAP_SERVERS), scope="module")
def imap_server(request):
    """A fresh IMAP server: pymap, and Dovecot where it is installed (`make test` says when it is not)."""
    with IMAP_SERVERS[request.param]() as server:
        yield server


@pytest.fixture
def smtp_server():
    """A fresh SMTP server that keeps what it takes."""
    with EmbeddedSmtp() as server:
        yield server


@pytest.fixture
def plain_smtp_server():
    """An SMTP server that takes ASCII addresses alone."""
    with EmbeddedSmtp(any_letters=False) as server:
        yield server


@pytest.fixture
def db(tmp_path):
    """A registry of its own, on disk."""
    database = open_registry(tmp_path / "registry.db")
    yield database
    database.conn.close()
