"""What reading one file of a mail may cost."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Allowance:
    """Seconds of processor time for each file; rows and columns read of a sheet."""

    seconds: float = 10
    sheet_rows: int = 20_000
    sheet_columns: int = 300
