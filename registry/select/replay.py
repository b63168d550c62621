"""Scores, votes, awards and announcements done again from the journal, for a registry made anew."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from registry.amend.posted import DEED as POSTED
from registry.letters.announcements import DEED as ANNOUNCED
from registry.letters.announcements import announcement_of, put
from registry.select.award import DEED as AWARD
from registry.select.shortlist import DEED as SHORTLISTED
from registry.select.take import COUNT, SCORE, SHEET, VOTE, count_of, score_of, sheet_of
from registry.store.rows import post_rows
from registry.store.schema import immediate
from registry.store.selection import Votes, put_award, put_count, put_score, put_sheet, put_shortlisted, put_votes

DEEDS = frozenset({SHEET, SCORE, COUNT, VOTE, AWARD, ANNOUNCED, SHORTLISTED, POSTED})


def do_again(db: Database, deed: Mapping[str, Any]) -> None:
    """Do one of DEEDS again; what it says of an entry that is not there (any more) is passed over."""
    what = deed["what"]
    if "reference" in deed and not db.table("entries").count_where("reference = ?", [deed["reference"]]):
        return
    with immediate(db):
        if what == SHEET:
            put_sheet(db, sheet_of(deed), str(deed["by"]), datetime.fromisoformat(str(deed["at"])))
        elif what == SCORE:
            put_score(db, str(deed["call"]), str(deed["judge"]), score_of(deed))
        elif what == COUNT:
            votes = Votes(call=str(deed["call"]), file=str(deed["file"]))
            put_votes(db, votes, str(deed["by"]), datetime.fromisoformat(str(deed["at"])))
        elif what == VOTE:
            put_count(db, str(deed["call"]), count_of(deed))
        elif what == ANNOUNCED:
            put(db, announcement_of(deed), datetime.fromisoformat(str(deed["at"])))
        elif what == POSTED:
            post_rows(db, str(deed["reference"]), deed["on"], deed["off"])
        elif what == SHORTLISTED:
            at = datetime.fromisoformat(str(deed["at"]))
            put_shortlisted(db, str(deed["reference"]), str(deed["by"]), at, on=bool(deed["on"]))
        elif what == AWARD:
            put_award(db, str(deed["reference"]), str(deed["award"]), str(deed["by"]), datetime.fromisoformat(str(deed["at"])))
