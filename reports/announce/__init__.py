"""Announcements: letters to many at once (prepared in prepare.py, queued in queue.py)."""
