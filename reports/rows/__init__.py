"""Rows of sheets, handed out (in workbook.py)."""
