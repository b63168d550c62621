"""A message and a call become submissions: read documents, assign roles, share, merge."""
