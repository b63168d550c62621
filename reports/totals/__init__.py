"""The sums of a call, by group (write_totals in workbook.py)."""
