"""The blank registration form of a call."""
