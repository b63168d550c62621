"""Secrets, tokens and certificates."""
