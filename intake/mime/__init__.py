"""Mail as bytes: guard, parse, decode, walk, headers, charsets, file types by content."""
