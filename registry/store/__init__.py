"""What is remembered: schema, codec, mails, files, journal, references, photo index."""
