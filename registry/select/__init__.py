"""What comes after intake: neutral codes, score sheets and votes taken in, the ranking, awards."""
