"""Remember: messages, entries, revisions, notices (SQLite)."""
