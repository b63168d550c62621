"""The daily look: what has fallen due with the day, not with a mail."""
