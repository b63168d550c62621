"""Pass, service, check, logs."""
