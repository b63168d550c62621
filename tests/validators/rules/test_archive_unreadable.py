"""The rule archive-unreadable."""

from dataclasses import replace

import pytest

from intake.model.submission import FileType
from tests.builders.rule_facts import archive, case
from validators.rules.archive_unreadable import ArchiveUnreadable


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        pytest.param(case(), [], id="none"),
        pytest.param(
            case(materials=(archive("encrypted"),)),
            [{"subject": "a.zip", "problem": "encrypted", "wrapper": "archive"}],
            id="encrypted",
        ),
        pytest.param(
            case(materials=(replace(archive("encrypted"), name="smime.p7m", type=FileType.SMIME),)),
            [{"subject": "smime.p7m", "problem": "encrypted", "wrapper": "secret"}],
            id="encrypted mail",
        ),
        pytest.param(
            case(materials=(replace(archive("damaged"), name="winmail.dat", type=FileType.TNEF),)),
            [{"subject": "winmail.dat", "problem": "damaged", "wrapper": "outlook"}],
            id="Outlook's own wrapping",
        ),
        pytest.param(
            case(materials=(replace(archive("too-big"), name="Fwd.eml", type=FileType.EMAIL),)),
            [{"subject": "Fwd.eml", "problem": "too-big", "wrapper": "mail"}],
            id="forwarded too often",
        ),
    ],
)
def test_archive_unreadable(facts, expected):
    assert list(ArchiveUnreadable().check(facts)) == expected
