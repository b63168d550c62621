"""config.yaml as frozen models; every mistake at once, with its key path."""
