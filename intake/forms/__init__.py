"""Forms, whatever they are written in: a reader for each format, one matcher for all. `readers` begins; it loads the libraries."""
