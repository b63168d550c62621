"""A certificate is set in type: what it says goes in as data, never as markup, and comes out as one page of PDF."""

from __future__ import annotations

import json
import threading
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from intake.config.selection import Certificate
from reports.certificates.facts import CertificateFacts
from reports.certificates.fonts import FontProblem, families, typesetter

LAYOUT = Path(__file__).with_name("templates") / "certificate.typ"
MOST_SEAL = 200_000  # bytes of the seal's picture: it stands in each certificate
ONE_AT_A_TIME = threading.Lock()


class CertificateProblem(Exception):  # noqa: N818 - told to a person as it stands
    """Say why a certificate cannot be made."""


def typeset(facts: CertificateFacts, look: Certificate) -> bytes:
    """Return a certificate as PDF, the same bytes for the same facts; raises CertificateProblem."""
    first = facts.languages[0]
    data = {
        "colour": look.colour,
        "documentTitle": f"{first.title} {facts.reference}",
        "documentAuthor": first.office,
        "lang": first.lang,
        "seal": list(seal_of(look)) or None,
        **asdict(facts),
    }
    import typst  # 11 MB that whoever sends letters without certificates need not carry

    try:
        fonts = list(families(look.fonts))
        with ONE_AT_A_TIME:
            made = typesetter(look.fonts).compile(
                layout_of(look),
                format="pdf",
                sys_inputs={"data": json.dumps({**data, "fonts": fonts}, ensure_ascii=False)},
                timestamp=0,
            )
    except FontProblem as error:
        raise CertificateProblem(str(error)) from error
    except typst.TypstError as error:
        raise CertificateProblem(
            f"{look.template or LAYOUT.name}: {'; '.join((error.message, *error.hints))}".rstrip(".")
        ) from error
    return _one_page(made, facts)


def _one_page(made: bytes | Sequence[bytes] | None, facts: CertificateFacts) -> bytes:
    if not isinstance(made, bytes):
        raise CertificateProblem(f"the certificate of {facts.reference} came out as no PDF")
    return made


def layout_of(look: Certificate) -> bytes:
    """Return the layout; raises CertificateProblem where the call's own cannot be read."""
    return _read(look.template or LAYOUT, None)


def seal_of(look: Certificate) -> bytes:
    """Return the picture of the seal, b'' for none; raises CertificateProblem."""
    return _read(look.seal, MOST_SEAL) if look.seal else b""


def _read(path: Path, most: int | None) -> bytes:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise CertificateProblem(f"{path} cannot be read: {error.strerror}") from error
    if most and len(data) > most:
        raise CertificateProblem(f"{path} has {len(data)} bytes; a seal has {most} at most, for it stands in every certificate")
    return data
