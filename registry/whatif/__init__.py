"""Changed terms tried on what is stored."""
