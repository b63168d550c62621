"""Certificates that are no good, told apart; one's own authority, trusted by ca_file."""

import datetime
import ipaddress
import ssl

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from intake.fetch.faults import MailboxError
from intake.fetch.imap import Mailbox
from reports.run.check import smtp_problem
from tests.intake.fetch.test_imap import settings as mailbox_settings
from tests.reports.letters.test_smtp import settings as delivery_settings
from tests.torture.listening import Listening

NOW = datetime.datetime.now(datetime.UTC)
DAY = datetime.timedelta(days=1)


class Authority:
    """Signs certificates of servers; `pem` is its own."""

    def __init__(self):
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "An office's own")])
        self.certificate = self._signed(
            self.name, self.key, NOW - DAY, NOW + DAY, x509.BasicConstraints(ca=True, path_length=None)
        )
        self.pem = self.certificate.public_bytes(serialization.Encoding.PEM)

    def _signed(self, name, key, begins, ends, *extensions):
        builder = x509.CertificateBuilder().subject_name(name).issuer_name(self.name).public_key(key.public_key())
        builder = builder.serial_number(x509.random_serial_number()).not_valid_before(begins).not_valid_after(ends)
        for extension in extensions:
            builder = builder.add_extension(extension, critical=False)
        return builder.sign(self.key, hashes.SHA256())

    def write(self, folder, alternative, begins, ends):
        """Write a server's certificate with its key and return a context to serve with."""
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "server")])
        made = self._signed(name, key, begins, ends, x509.SubjectAlternativeName([alternative]))
        private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        (folder / "server.pem").write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(folder / "server.pem")
        return context


class Safe(Listening):
    """Greets over TLS as both kinds of server do, then hangs up after a line."""

    def __init__(self, context, greeting):
        super().__init__()
        self._context, self._greeting = context, greeting

    def _serve(self, client, first):
        try:
            with self._context.wrap_socket(client, server_side=True) as safe, safe.makefile("rb") as lines:
                safe.sendall(self._greeting)
                lines.readline()
        except (OSError, ssl.SSLError):
            return


HERE = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
CASES = {
    "expired": (HERE, NOW - 3 * DAY, NOW - DAY, True, "the certificate has expired"),
    "not yet": (HERE, NOW + DAY, NOW + 2 * DAY, True, "the certificate is not valid yet"),
    "unknown authority": (HERE, NOW - DAY, NOW + DAY, False, "nobody this machine trusts vouches for the certificate"),
    "wrong name": (
        x509.DNSName("mail.example.org"),
        NOW - DAY,
        NOW + DAY,
        True,
        "the certificate is for another name than 127.0.0.1",
    ),
    "good": (HERE, NOW - DAY, NOW + DAY, True, "not reachable while"),
}


@pytest.mark.parametrize("case", CASES)
def test_each_trouble_with_a_certificate_has_its_words_at_both_servers(case, tmp_path):
    alternative, begins, ends, trusted, said = CASES[case]
    authority = Authority()
    (tmp_path / "ca.pem").write_bytes(authority.pem)
    context = authority.write(tmp_path, alternative, begins, ends)
    more = {"security": "tls", "ca_file": tmp_path / "ca.pem" if trusted else None}
    with Safe(context, b"* OK [CAPABILITY IMAP4rev1] hi\r\n") as imap, pytest.raises(MailboxError) as caught:
        with Mailbox(mailbox_settings(imap.port, **more), "photo"):
            pass
    assert said in str(caught.value)
    with Safe(context, b"220 hi\r\n") as smtp:
        problem = smtp_problem(delivery_settings(smtp.port, **more))
    assert ("could not be reached or did not answer" if case == "good" else said) in problem
