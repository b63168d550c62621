"""A reader of cells for each format."""
