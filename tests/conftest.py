"""Real servers for every test that needs one."""

import pytest

from registry.store.schema import open_registry
from reports.demo.servers import EmbeddedImap, EmbeddedSmtp
from tests.builders.dovecot import DovecotServer, available

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
