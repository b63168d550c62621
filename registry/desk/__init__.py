"""Open everything the desk works with; locks; repair what the last run left."""
