"""The commands that do not fit on one page: run_intake.py adds them to its own."""
