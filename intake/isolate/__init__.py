"""Workers with limits, the jobs they do, crash points for tests."""
