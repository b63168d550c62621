"""What the house passes from hop to hop: frozen nouns, enums, errors."""
