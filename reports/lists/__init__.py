"""The lists after the award (write_lists in award_lists.py)."""
