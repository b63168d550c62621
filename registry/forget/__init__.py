"""Entries erased for good, and what is remembered of that."""
