"""Rows of a table or lines of a body become a form."""
