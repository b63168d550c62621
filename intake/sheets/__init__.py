"""Spreadsheets and tables: their cells, the header among them, the rows that somebody filled in."""
