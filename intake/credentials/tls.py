"""Certificates: whom to trust beyond the machine's own list, and what is wrong with one, told apart."""

from __future__ import annotations

import ssl

from intake.config.models import Server

EXPIRED, NOT_YET = {10}, {9}  # OpenSSL's verify codes (x509_vfy.h)
UNKNOWN = {2, 18, 19, 20, 21, 27}
OTHER_NAME = {62, 63, 64}


def trust(server: Server) -> ssl.SSLContext:
    """Return what certificates are checked with: the machine's list, and the server's ca_file where it has one; raises OSError."""
    context = ssl.create_default_context()
    if server.ca_file is not None:
        context.load_verify_locations(server.ca_file)
    return context


def unsafe(error: ssl.SSLError, host: str) -> str:
    """Return what is wrong with a server's certificate, or with its encryption, and what to do."""
    if not isinstance(error, ssl.SSLCertVerificationError):
        return f"no safe connection ({error.reason or error}); 'security' or 'port' is wrong"
    code = error.verify_code
    if code in EXPIRED:
        return "no safe connection: the certificate has expired; tell the provider, or set this machine's clock right"
    if code in NOT_YET:
        return "no safe connection: the certificate is not valid yet; set this machine's clock right"
    if code in OTHER_NAME:
        return f"no safe connection: the certificate is for another name than {host}; write the host as the provider names it"
    if code in UNKNOWN:
        return (
            "no safe connection: nobody this machine trusts vouches for the certificate; where the server is your own, give the file "
            "of its authority as ca_file"
        )
    return f"no safe connection: the certificate is not accepted ({error.verify_message})"
