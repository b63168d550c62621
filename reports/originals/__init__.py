"""A call's files under names that people know (write_files in files.py), and the press pack (press.py)."""
