"""From findings to sentences, letters, bytes and SMTP."""
