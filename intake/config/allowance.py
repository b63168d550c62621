"""What reading the files of a mail may cost."""

from __future__ import annotations

from dataclasses import dataclass, replace

ENTRIES_PER_FILE = 10  # folders, links, parts and the like that may come with each file that is allowed


@dataclass(frozen=True, kw_only=True)
class Allowance:
    """Seconds of processor time for each file; rows and columns read of a sheet; what all packages together may unpack to."""

    seconds: float = 10
    sheet_rows: int = 20_000
    sheet_columns: int = 300
    unpacked_bytes: int = 500_000_000
    unpacked_entries: int = 20_000

    def after(self, unpacked: tuple[int, int]) -> Allowance:
        """Return what is left where so many bytes and entries came out of a mail's archives before."""
        size, entries = unpacked
        return replace(
            self,
            unpacked_bytes=max(self.unpacked_bytes - size, 0),
            unpacked_entries=max(self.unpacked_entries - entries, 0),
        )
