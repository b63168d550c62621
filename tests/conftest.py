"""Real servers for every test that needs one."""

import gc
import os
import shutil
import tempfile
from functools import cache
from pathlib import Path

import pytest

from registry.store.schema import open_registry
from reports.demo.servers import EmbeddedImap, EmbeddedSmtp
from tests.builders.breadth import rarely
from tests.builders.desks import made_already
from tests.builders.dovecot import DovecotServer, available
from tests.builders.kept import FOLDER, keep_what_people_send

IMAP_SERVERS = {"pymap": EmbeddedImap, **({"dovecot": DovecotServer} if available() else {})}
TRIED = [*rarely(["pymap"]), "dovecot"] if available() else ["pymap"]


# What a module speaks of whose tests take more than moments: servers, a whole desk with its workers, other programs.
LONG_SIGNS = (
    "_desk",
    "season(",
    "serving",
    "CliRunner",
    "builders.commands",
    "builders.folders",
    "come_out_as_expected",
    "pytestmark = pytest.mark.long",
    "pages import",
    "form_pdfs",
    "Embedded",
    "Dovecot",
    "_server",
    "subprocess",
    "soffice",
    "run_case",
    "CORPUS",
    "torture",
    "benchmarks",
    "tests.generated",
)


def pytest_configure(config):
    """Share what is dear to make among the processes of a run: the first of them makes the folder."""
    if FOLDER not in os.environ:
        os.environ[FOLDER] = config.kept_folder = tempfile.mkdtemp(prefix="intake-tests-")
    keep_what_people_send()


def pytest_collection_finish():
    """What was collected is no garbage: looking through it again and again took a tenth of the time."""
    gc.freeze()


def pytest_unconfigure(config):
    """Remove what was shared."""
    if folder := getattr(config, "kept_folder", ""):
        shutil.rmtree(folder, ignore_errors=True)
        del os.environ[FOLDER]


def pytest_collection_modifyitems(items):
    """Mark as `long` every test of a module that speaks of servers, desks or other programs; `make quick` leaves them out.

    What says that it may take minutes begins first, so that nothing else has to wait for it at the end.
    """
    items.sort(key=lambda item: item.get_closest_marker("timeout") is None)
    for item in items:
        if _takes_long(Path(item.path)):
            item.add_marker(pytest.mark.long)


def pytest_ignore_collect(collection_path, config):
    """Do not even read a module whose tests are all long, where long ones are not wanted."""
    if config.option.markexpr == "not long" and collection_path.suffix == ".py" and _takes_long(collection_path):
        return True


@cache
def _takes_long(path: Path) -> bool:
    text = path.read_text(encoding="utf-8")
    return any(sign in text for sign in LONG_SIGNS)


@pytest.fixture(params=TRIED, scope="module")
def imap_server(request):
    """A fresh IMAP server: Dovecot where it is installed (`make test` says when it is not), else pymap, which `make thorough` tries too."""
    with IMAP_SERVERS[request.param]() as server:
        yield server


@pytest.fixture(params=TRIED)
def empty_imap_server(request):
    """As imap_server, of this test alone: what others have delivered is not in it."""
    with IMAP_SERVERS[request.param]() as server:
        yield server


@pytest.fixture
def one_imap_server():
    """A fresh IMAP server, empty for each test, for what would be the same with any other: Dovecot where it is installed."""
    with IMAP_SERVERS.get("dovecot", EmbeddedImap)() as server:
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
    made_already(tmp_path)
    database = open_registry(tmp_path / "registry.db")
    yield database
    database.conn.close()
