"""Members from a list, and back."""
