"""One IMAP mailbox, and the spool on disk."""
