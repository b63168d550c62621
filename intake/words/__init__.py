"""What a person wrote: HTML as lines, quotes, headings, authored texts."""
