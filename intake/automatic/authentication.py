"""The receiving server's verdict on the sender: only the topmost header of the one host we trust (RFC 8601)."""

from __future__ import annotations

import re
from collections.abc import Sequence

import authres

from intake.model.submission import Authentication


def verdict(headers: Sequence[tuple[str, str]], trusted: str | None) -> Authentication | None:
    """Return the trusted host's verdict; None when none is configured or its header is not there."""
    if not trusted:
        return None
    for name, value in headers:
        if name != "authentication-results":
            continue
        flat = re.sub(r"\s+", " ", value)
        if flat.split(";")[0].split(" ")[0].strip().lower() != trusted.lower():
            continue
        return _read(flat, trusted)
    return None


def _read(value: str, trusted: str) -> Authentication:
    try:
        results = {
            item.method: item.result
            for item in authres.AuthenticationResultsHeader.parse(f"Authentication-Results: {value}").results
        }
    except (authres.core.AuthResError, AttributeError):
        results = {method: result.lower() for method, result in re.findall(r"\b(dmarc|spf|dkim)\s*=\s*([A-Za-z]+)", value)}
    return Authentication(authserv=trusted, **{name: str(results.get(name, "")) for name in ("dmarc", "spf", "dkim")})
