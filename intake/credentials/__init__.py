"""Secrets, tokens and certificates: what a server wants to see before it lets us in, and what it shows us."""
