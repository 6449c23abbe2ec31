"""Places from a list, and back."""
