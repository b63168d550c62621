"""Cloud links that stand for files."""
