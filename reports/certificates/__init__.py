"""Certificates set in type: what they say, the fonts, the layout."""
