"""Turn what is remembered into words and files: letters, forms, the demonstration."""
