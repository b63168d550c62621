"""The judging pack and the voting set: what judges and voters get of a call (write_pack in pack.py)."""
