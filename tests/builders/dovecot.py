"""A real Dovecot on loopback: Maildir, one user, ended by its pid."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from datetime import datetime
from pathlib import Path

from reports.demo.servers import HOST, append_all

CONFIG = """
base_dir = {root}/run
state_dir = {root}/run
log_path = {root}/dovecot.log
protocols = imap
listen = 127.0.0.1
ssl = {ssl}
{certificate}
disable_plaintext_auth = no
mail_location = maildir:{root}/mail
default_login_user = {login_user}
default_internal_user = {login_user}
default_internal_group = {group}
mail_uid = {uid}
mail_gid = {gid}
first_valid_uid = 0
first_valid_gid = 0
default_vsz_limit = 0
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={root}
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
  }}
}}
service anvil {{
  chroot =
}}
protocol imap {{
  mail_max_userip_connections = 50
}}
"""


def available() -> bool:
    """Tell whether Dovecot is installed."""
    return shutil.which("dovecot") is not None or Path("/usr/sbin/dovecot").exists()


def free_port() -> int:
    with socket.create_server((HOST, 0)) as probe:
        return probe.getsockname()[1]


class DovecotServer:
    """Dovecot for one test module; `certificate` (cert, key) switches TLS on."""

    def __init__(
        self, username: str = "photo@example.org", password: str = "secret", certificate: tuple[Path, Path] | None = None
    ):
        self.username, self.password = username, password
        self.host, self.port, self.tls_port = HOST, free_port(), free_port() if certificate else 0
        self.root = Path(tempfile.mkdtemp(prefix="dovecot-"))
        self._certificate = certificate
        self._process = None

    def __enter__(self):
        me = pwd.getpwuid(os.getuid())
        user = "dovenull" if os.getuid() == 0 else me.pw_name
        owner = pwd.getpwnam("dovecot") if os.getuid() == 0 else me
        for path in (self.root, self.root / "mail", self.root / "run"):
            path.mkdir(exist_ok=True)
            path.chmod(0o755)
            if os.getuid() == 0:
                os.chown(path, owner.pw_uid, owner.pw_gid)
        tls = f"ssl_cert = <{self._certificate[0]}\nssl_key = <{self._certificate[1]}" if self._certificate else ""
        text = CONFIG.format(
            root=self.root, login_user=user, group=__import__("grp").getgrgid(owner.pw_gid).gr_name, uid=owner.pw_uid, gid=owner.pw_gid,
            password=self.password, port=self.port, tls_port=self.tls_port, ssl="yes" if tls else "no", certificate=tls,
        )  # fmt: skip
        (self.root / "dovecot.conf").write_text(text)
        program = shutil.which("dovecot") or "/usr/sbin/dovecot"
        self._process = subprocess.Popen(
            [program, "-F", "-c", self.root / "dovecot.conf"], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
        )
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            if self._process.poll() is not None:
                raise RuntimeError(f"Dovecot ended: {self._process.stderr.read().decode()}")
            try:
                socket.create_connection((HOST, self.port), timeout=1).close()
                return self
            except OSError:
                time.sleep(0.05)
        raise RuntimeError(f"Dovecot does not answer: {(self.root / 'dovecot.log').read_text()}")

    def __exit__(self, *_):
        self._process.send_signal(signal.SIGTERM)
        self._process.wait(20)
        self._process.stderr.close()
        shutil.rmtree(self.root, ignore_errors=True)

    def deliver(self, raw: bytes, received_at: datetime, folder: str = "INBOX") -> None:
        self.deliver_all([(raw, received_at)], folder)

    def deliver_all(self, mails, folder: str = "INBOX") -> None:
        append_all(self.port, self.username, self.password, mails, folder)
