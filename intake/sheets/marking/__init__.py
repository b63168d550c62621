"""The sender's own sheet with the cells marked that need mending, and nothing else changed."""
