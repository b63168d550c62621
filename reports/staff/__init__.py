"""What the desk answers staff."""
