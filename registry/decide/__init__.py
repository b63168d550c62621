"""Decisions of staff, one by one or from a workbook."""
