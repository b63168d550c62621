"""The ranking as organisers see it (write_ranking in workbook.py)."""
