"""One reader for each format of a form."""
