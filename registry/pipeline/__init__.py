"""The way of a mail, one file a hop."""
