"""Why a file could not be opened, read or measured: every code a material may bear."""

from enum import StrEnum


class Problem(StrEnum):
    """What is wrong with a file; each is told by a finding that names the file."""

    ENCRYPTED = "encrypted"
    DAMAGED = "damaged"
    UNSUPPORTED = "unsupported"
    TOO_BIG = "too-big"
    HOLLOW = "hollow"  # an archive that opens, and holds no file
    SPLIT = "split"
    CUT = "cut"
    PARTIAL = "partial"
    SCANNING = "scanning"
    PORTAL = "portal"
    PROTECTED = "protected"
    REMOVED = "removed"
    ELSEWHERE = "elsewhere"
    NEEDS_OFFICE = "needs-office"
    IWORK = "iwork"
    OFD = "ofd"
    XFA = "xfa"
    TRUNCATED = "truncated"
    UNDECODABLE = "undecodable"
    TOO_MANY_PIXELS = "too-many-pixels"
    TIME = "time"
    MEMORY = "memory"
    CRASHED = "crashed"
    DEPTH = "depth"


class Unread(StrEnum):
    """Why a form was not read, beside Problem: it is a picture of a form, filled in by pen, or a file of no bytes."""

    SCAN = "scan"
    DRAWN = "drawn"
    EMPTY = "empty"


class Unmeasured(StrEnum):
    """Why a film or document was not measured, beside Problem."""

    EMPTY = "empty"
    NOT_A_VIDEO = "not-a-video"
    NO_INDEX = "no-index"
    NO_PICTURE = "no-picture"
    LOCKED = "locked"


UNSEEN = frozenset({Problem.TIME, Problem.MEMORY, Problem.CRASHED})  # nobody has looked at it to the end
BROKEN = frozenset({Problem.DAMAGED, Problem.CUT, Problem.TRUNCATED, Problem.UNDECODABLE})  # perhaps on the way
HEAVY = UNSEEN | {Problem.TOO_BIG, Problem.DEPTH, Problem.TOO_MANY_PIXELS}  # more than the desk gives one file
FOREIGN = frozenset(
    {Problem.UNSUPPORTED, Problem.NEEDS_OFFICE, Problem.IWORK, Problem.OFD, Problem.XFA}
)  # whole, and not read here
MENDABLE = BROKEN | {Problem.ENCRYPTED, Unread.EMPTY}  # nobody can open it as it came, staff as little as the desk
UNOPENED = FOREIGN | {Problem.ENCRYPTED, Problem.DAMAGED, Problem.TOO_BIG}  # of a document: nobody could open it at all


class FileProblem(Exception):  # noqa: N818 - a reason, told by its text: what a person must look at, not a fault of ours
    """Say why a file cannot be unpacked or read: the code of a Problem or Unread."""
