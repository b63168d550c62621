"""What reports read of the registry."""
