"""What staff change by hand in an entry: its values, its files' slots, whose it is. Each a revision with who and why."""
