"""The registry of one call as a workbook (write_workbook in workbook.py)."""
