"""Probes open a file once, measure, and return facts."""
