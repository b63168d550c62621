"""Labels and values of a form's fields."""
